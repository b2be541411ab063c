/** Modules and bindings of a Worker in Miniflare's options. */
interface DirectWorker {
  modules: { type: "ESModule"; path: string; contents: string }[];
  serviceBindings: { NETWORK: { network: { allow: string[] } } };
}

const main = `import "./network.js"; export * from "./index.js"; export { default } from "./index.js";`;
const network = `import { env } from "cloudflare:workers"; globalThis.fetch = (input, init) => env.NETWORK.fetch(input, init);`;

/**
 * A Worker whose `fetch` reaches the network itself. Miniflare sends what leaves a Worker through one of its own, which
 * Cloudflare does not have and no option takes away; a binding does not go through it.
 */
export function onDirectNetwork(contents: string): DirectWorker {
  const module = (path: string, text: string) => ({ type: "ESModule" as const, path, contents: text });
  return {
    // The first one is the Worker's own. What sets `fetch` is evaluated before what might keep it.
    modules: [module("main.js", main), module("network.js", network), module("index.js", contents)],
    serviceBindings: { NETWORK: { network: { allow: ["public", "private"] } } },
  };
}
