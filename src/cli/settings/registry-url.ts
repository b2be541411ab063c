import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/**
 * Where a registry is. MockForge's own client is pointed at `<registry>/camel`, where answers are in camelCase; we
 * read the same setting and speak to the registry itself.
 * @throws Failure when it is not a web address
 */
export function registryUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new Failure(`'${text}' is not the address of a registry`, {
      exitCode: EXIT.usage,
      hint: "give it like https://registry.mockforge.dev",
    });
  }
  url.pathname = url.pathname.replace(/\/+$/, "").replace(/\/camel$/, "");
  return url;
}
