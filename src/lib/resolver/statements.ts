import { isEmpty, members, or } from "./bits.ts";
import type { CoreView } from "./core-view.ts";
import { outOfReach } from "./notes.ts";
import { listed, versionsListed } from "./wording.ts";

/**
 * Who needs what, in the order of a walk from each root in turn: first those that need something, by name, then those
 * that are only needed. One list for each root.
 */
export function statementsByRoot(view: CoreView, noted: ReadonlySet<string>): string[][] {
  const roots = [...view.roots.keys()].toSorted();
  const seen = new Set<string>();
  const needing = roots.filter((root) => view.needsOf(root).length > 0);
  const stories = needing.map((root) => story(view, root, seen, noted));
  const needed = roots.filter((root) => !needing.includes(root)).map((root) => [asked(view, root)]);
  return [...stories, ...needed].filter((each) => each.length > 0);
}

const asked = (view: CoreView, root: string) => `you ask for ${root} ${view.roots.get(root)}`;

function story(view: CoreView, root: string, seen: Set<string>, noted: ReadonlySet<string>): string[] {
  const statements = view.isNeeded(root) ? [asked(view, root)] : [];
  const left = [root];
  for (let plugin = left.shift(); plugin !== undefined; plugin = left.shift()) {
    if (seen.has(plugin)) continue;
    seen.add(plugin);
    statements.push(...needsInWords(view, plugin, noted));
    left.unshift(...new Set(view.needsOf(plugin).map(({ target }) => target)));
  }
  return statements;
}

interface Group {
  subject: string;
  best: number;
  objects: string[];
}

/** `auth-jwt ^2 needs a ^1 and b ^2`, one for each set of versions that need the same. */
function needsInWords(view: CoreView, plugin: string, noted: ReadonlySet<string>): string[] {
  const bySpeakers = new Map<string, Group>();
  for (const need of view.needsOf(plugin)) {
    const speakers = view.speakers(need);
    const key = speakers.join();
    const [best = 0] = members(speakers);
    const group = bySpeakers.get(key) ?? { subject: subjectOf(view, plugin, speakers), best, objects: [] };
    bySpeakers.set(key, group);
    group.objects.push(`${need.target} ${need.requirement}`);
  }
  const aside = noted.has(plugin) ? "" : missing(view, plugin);
  return [...bySpeakers.values()]
    .toSorted((a, b) => a.best - b.best)
    .map(({ subject, objects }, index) => `${subject} ${listed(objects.toSorted())}${index === 0 ? aside : ""}`);
}

/** A requirement stands for all its versions; a single version for itself. */
function subjectOf(view: CoreView, plugin: string, speakers: Uint32Array): string {
  const [first, second] = members(speakers);
  if (first === undefined) return `${plugin} needs`;
  const [requirement, ...others] = view.requirementsOn(plugin);
  if (second !== undefined && others.length === 0 && view.isEvery(plugin, speakers))
    return `${plugin} ${requirement} needs`;
  return `${plugin} ${versionsListed(view.variable(plugin), speakers)} ${second === undefined ? "needs" : "need"}`;
}

/** Why not another version that matches: ` (p 1.1.0 is yanked)`. */
function missing(view: CoreView, plugin: string): string {
  const { yanked, mockforge } = view.unavailable(plugin);
  const wanted = view.wanted(plugin);
  const gone = or(yanked, mockforge).map((word, index) => word & wanted[index]!);
  return isEmpty(gone) ? "" : ` (${outOfReach(view, plugin, gone)})`;
}
