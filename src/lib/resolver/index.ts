export { resolve } from "./resolve.ts";
export type { Candidate, Fact, Resolution, ResolveInput } from "./types.ts";
