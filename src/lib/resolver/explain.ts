import type { Problem } from "./problem.ts"; import type { Fact } from "./types.ts";
export const explain = (_p: Problem, f: Fact[], _m?: string) => JSON.stringify(f);
