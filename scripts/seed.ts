import { parseArgs } from "node:util";
import { loadPlugins } from "./seed/bulk/load.ts";
import { TERMS } from "./seed/bulk/vocabulary.ts";
import { isLocal } from "./stack/database.ts";
import { dataPath, readStackFile } from "./stack/data-folder.ts";
import { Problem, runCommand } from "./stack/problem.ts";

const usage = `Usage: npm run seed -- --plugins <number> [--allow-remote]
It fills DATABASE_URL, else the local stack while npm run dev runs, for measuring: no files, nobody can sign in.`;

async function run(): Promise<void> {
  const { plugins, allowRemote } = readOptions();
  const databaseUrl = process.env.DATABASE_URL ?? (await readStackFile(dataPath()))?.databaseUrl;
  if (!databaseUrl) throw new Problem("Set DATABASE_URL, or start the local stack with npm run dev first.");
  if (!allowRemote && !isLocal(databaseUrl)) {
    throw new Problem(
      "DATABASE_URL is not on this machine: add --allow-remote if you mean to fill it with made-up plugins.",
    );
  }
  const started = performance.now();
  const report = (step: string, seconds: number) => console.log(`${seconds.toFixed(1).padStart(6)} s  ${step}`);
  await loadPlugins({ databaseUrl, plugins, report });
  const words = Object.entries(TERMS).map(([term, matches]) => `${term} ${matches}`);
  console.log(`${plugins} plugins in ${((performance.now() - started) / 1000).toFixed(0)} s.
Words by their matches, as far as they are at most a tenth of all: ${words.join(", ")}.`);
}

function readOptions(): { plugins: number; allowRemote: boolean } {
  try {
    const options = { plugins: { type: "string" }, "allow-remote": { type: "boolean", default: false } } as const;
    const { values } = parseArgs({ options });
    const plugins = Number(values.plugins);
    if (!Number.isInteger(plugins) || plugins < 1 || plugins > 10_000_000) throw new Problem(usage);
    return { plugins, allowRemote: values["allow-remote"] };
  } catch {
    throw new Problem(usage);
  }
}

await runCommand(run);
