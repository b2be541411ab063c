import { CAPABILITIES, type CapabilityId, capabilityOf, opensFiles } from "./capability-table.ts";
import type { WasmImport } from "./report.ts";
import { listed } from "./shown.ts";

export interface Capability {
  id: CapabilityId;
  /** For people: "Opens or uses network sockets". */
  text: string;
  /** The imports that show it, `module.name`, sorted. */
  evidence: string[];
}

export interface CapabilityChanges {
  added: Capability[];
  removed: Capability[];
  /** "now also imports sockets", "no longer reads files"; the added ones first. */
  sentences: string[];
}

const isOpenEnded = (id: CapabilityId): boolean => "isOpenEnded" in CAPABILITIES[id];
const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What a module can do, by its imports alone, sorted by id. */
export function capabilitiesOf(imports: readonly WasmImport[]): Capability[] {
  const evidence = new Map<CapabilityId, Set<string>>();
  const add = (id: CapabilityId, item: WasmImport) => {
    const names = evidence.get(id) ?? new Set();
    evidence.set(id, names.add(`${item.module}.${item.name}`));
  };
  for (const item of imports) {
    add(capabilityOf(item), item);
    if (opensFiles(item)) add("filesystem-write-possible", item);
  }
  if (evidence.has("filesystem-write")) evidence.delete("filesystem-write-possible");
  return [...evidence]
    .map(([id, names]) => capability(id, [...names].toSorted(byText)))
    .toSorted((a, b) => byText(a.id, b.id));
}

/** From one version's capabilities to the next one's. Other functions for the same purpose are no change; other unknown ones are. */
export function compareCapabilities(before: readonly Capability[], after: readonly Capability[]): CapabilityChanges {
  const added = without(after, before);
  const removed = without(before, after);
  const sentences = [
    ...added.map((each) => `now also ${phrase(each)}`),
    ...removed.map((each) => `no longer ${phrase(each)}`),
  ];
  return { added, removed, sentences };
}

function without(these: readonly Capability[], those: readonly Capability[]): Capability[] {
  return these.flatMap((each) => {
    const other = those.find(({ id }) => id === each.id);
    if (!other) return [each];
    if (!isOpenEnded(each.id)) return [];
    const known = new Set(other.evidence);
    const rest = each.evidence.filter((name) => !known.has(name));
    return rest.length === 0 ? [] : [capability(each.id, rest)];
  });
}

const capability = (id: CapabilityId, evidence: string[]): Capability => ({
  id,
  text: CAPABILITIES[id].text,
  evidence,
});

const phrase = ({ id, evidence }: Capability): string =>
  isOpenEnded(id) ? `${CAPABILITIES[id].phrase}: ${listed(evidence)}` : CAPABILITIES[id].phrase;
