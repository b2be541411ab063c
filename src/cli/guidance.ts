import { isTooSimilar } from "#lib/similar-names.ts";
import type { Context } from "./context.ts";
import type { Failure } from "./failure.ts";

const MOST = 3;

/** For a plugin that does not exist: names like it, if the registry knows any. */
export async function guided(failure: Failure, context: Context | undefined): Promise<Failure> {
  const { code, plugin } = failure;
  if (code !== "plugin_not_found" || plugin === undefined || context === undefined) return failure;
  const names = await namesLike(context, plugin).catch(() => []);
  return names.length === 0 ? failure : failure.withHint(`did you mean ${names.slice(0, MOST).join(", ")}?`);
}

/** What the registry takes for alike; else, of what begins alike or has a word in common, what is one slip away. */
async function namesLike({ client }: Context, name: string): Promise<string[]> {
  const { suggest } = await import("./routes/plugins.ts");
  const ask = async (q: string) => (await client.send(suggest, { query: { q } })).suggestions;
  const alike = await ask(name);
  if (alike.length > 0) return alike;
  const parts = [name.slice(0, 2), ...name.split("-").filter((word) => word.length > 2)].slice(0, 4);
  const found = new Set((await Promise.all(parts.map(ask))).flat());
  return [...found].filter((each) => isTooSimilar(each, name));
}
