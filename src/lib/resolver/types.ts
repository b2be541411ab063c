/** A version that may be chosen, as the registry knows it. */
export interface Candidate {
  version: string;
  yanked: boolean;
  min_mockforge_version: string | null;
  /** Plugin name → requirement. */
  dependencies: Record<string, string>;
}

export interface ResolveInput<Version extends Candidate = Candidate> {
  /** What is asked for: plugin name → requirement. */
  roots: Record<string, string>;
  /** All versions of every plugin that can be reached; a plugin that is not here does not exist. */
  candidates: ReadonlyMap<string, readonly Version[]>;
  /** Versions to stay with where they fit, yanked or not: plugin name → version. */
  lock?: Record<string, string>;
  /** Versions that need a newer MockForge than this are left out. */
  mockforgeVersion?: string | undefined;
}

/**
 * What a resolution takes for granted: what is asked for, what versions of `plugin` need, and which ones cannot be had,
 * being yanked or made for a newer MockForge.
 */
export type Fact =
  | { kind: "root"; plugin: string; requirement: string }
  | { kind: "dependency"; plugin: string; target: string; requirement: string }
  | { kind: "yanked"; plugin: string }
  | { kind: "mockforge"; plugin: string };

export type Resolution<Version extends Candidate = Candidate> =
  | { kind: "resolved"; versions: Map<string, Version>; installOrder: string[] }
  /** `facts` contradict each other, and any of them taken away no longer do; `sentence` tells them. */
  | { kind: "conflict"; sentence: string; facts: Fact[] }
  /** Too hard to decide within `maxWork`. */
  | { kind: "gave_up" };
