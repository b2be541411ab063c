import { buildProgram } from "../program.ts";
import { Terminal } from "../terminal/terminal.ts";
import { type Candidate, complete } from "./candidates.ts";

/** Longer than this nobody waits for a name. */
const PATIENCE = "2";

/** Answers a shell that asks what the last word could become; whatever goes wrong, there is just nothing to offer. */
export async function answerCompletion(words: string[]): Promise<void> {
  const completion = complete(buildProgram(), words);
  const candidates = "candidates" in completion ? completion.candidates : await pluginsLike(completion.pluginsLike);
  process.stdout.write(candidates.map(({ word, meaning }) => `${word}\t${meaning}\n`).join(""));
}

async function pluginsLike(typed: string): Promise<Candidate[]> {
  if (typed === "") return [];
  const [{ openContext }, { suggest }] = await Promise.all([import("../context.ts"), import("../routes/plugins.ts")]);
  try {
    const { client } = await openContext({ timeout: PATIENCE }, new Terminal({ json: false }));
    const { suggestions } = await client.send(suggest, { query: { q: typed } });
    return suggestions.filter((name) => name.startsWith(typed)).map((word) => ({ word, meaning: "" }));
  } catch {
    return [];
  }
}
