/** What V8's sampling profiler writes down (Chrome DevTools Protocol, `Profiler.Profile`). */
export interface CpuProfile {
  nodes: ProfileNode[];
  samples: number[];
  /** Microseconds since the sample before. */
  timeDeltas: number[];
}

export interface ProfileNode {
  id: number;
  callFrame: { functionName: string; lineNumber: number };
}

/** Milliseconds that the thread spent in each function itself, by the name it is given; waiting is not counted. */
export function workBy(
  { nodes, samples, timeDeltas }: CpuProfile,
  name: (node: ProfileNode) => string,
): Map<string, number> {
  const names = new Map(nodes.map((node) => [node.id, name(node)]));
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id));
  const work = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    if (idle.has(id)) continue;
    const key = names.get(id)!;
    work.set(key, (work.get(key) ?? 0) + timeDeltas[index]! / 1000);
  }
  return work;
}

export const totalOf = (work: Map<string, number>): number => [...work.values()].reduce((sum, ms) => sum + ms, 0);
