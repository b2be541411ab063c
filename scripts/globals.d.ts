// Workers' URLSearchParams lacks what Node's iterators have, which would keep a URL from being passed to Node.
interface URLSearchParams {
  entries(): import("node:url").URLSearchParamsIterator<[string, string]>;
  keys(): import("node:url").URLSearchParamsIterator<string>;
  values(): import("node:url").URLSearchParamsIterator<string>;
  [Symbol.iterator](): import("node:url").URLSearchParamsIterator<[string, string]>;
}
