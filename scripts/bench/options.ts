import { parseArgs } from "node:util";
import { Problem } from "../stack/problem.ts";

const usage = `Usage: npm run bench -- [--quick] [--rows <number>] [--latency <ms>] [--profile]
  --quick          one short round at 10,000 plugins, of one search of each kind, in less than two minutes
  --rows <number>  how reads grow: at 10,000 plugins and ten times as many, up to that number
  --latency <ms>   the reads with so much added to each call of the database
  --profile        where the time goes in the rows that missed a goal in the last table`;

export interface BenchOptions {
  kind: "table" | "quick" | "growth" | "latency" | "profile";
  /** How many plugins there are, one table each. */
  sizes: number[];
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  latencyMs: number;
}

const FEWEST = 10_000;

export function readOptions(): BenchOptions {
  const { quick, rows, latency, profile } = parsed();
  if ([quick, rows, latency, profile].filter(Boolean).length > 1) throw new Problem(usage);
  // The first five seconds are slow when many ask at once; beside the database's time that is nothing.
  const whole = { rounds: 3, seconds: 2, warmUpSeconds: 1, latencyMs: 0 };
  if (quick) return { kind: "quick", sizes: [FEWEST], rounds: 1, seconds: 0.5, warmUpSeconds: 1, latencyMs: 0 };
  if (profile) return { ...whole, kind: "profile", sizes: [100_000] };
  if (latency) return { ...whole, kind: "latency", sizes: [100_000], latencyMs: positive(latency) };
  if (!rows) return { ...whole, kind: "table", sizes: [100_000], warmUpSeconds: 5 };
  return { ...whole, kind: "growth", sizes: sizesUpTo(positive(rows)) };
}

function parsed() {
  try {
    const options = {
      quick: { type: "boolean" },
      rows: { type: "string" },
      latency: { type: "string" },
      profile: { type: "boolean" },
    } as const;
    return parseArgs({ options }).values;
  } catch {
    throw new Problem(usage);
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Problem(usage);
  return value;
}

function sizesUpTo(most: number): number[] {
  const sizes = [];
  for (let size = FEWEST; size < most; size *= 10) sizes.push(size);
  return [...sizes, most];
}
