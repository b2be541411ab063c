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

async function namesLike({ client }: Context, name: string): Promise<string[]> {
  const { suggest } = await import("./routes/plugins.ts");
  return (await client.send(suggest, { query: { q: name } })).suggestions;
}
