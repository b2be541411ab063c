import { compareReleases, releaseOf } from "../release.ts";
import { and, type Bits, isEmpty, members, without } from "./bits.ts";
import type { CoreView } from "./core-view.ts";
import { couldAgree } from "./could-agree.ts";
import { listed, versionsListed } from "./wording.ts";

/**
 * What is not to be seen from the requirements alone: that there is no such plugin, nothing that matches, or nothing
 * that can be had. At most one note for a plugin.
 */
export function noteOn(view: CoreView, plugin: string): string | undefined {
  const variable = view.variable(plugin);
  if (variable.versions.length === 0) return `there is no plugin '${plugin}'`;
  const requirements = view.requirementsOn(plugin);
  const accepted = requirements.map((requirement) => view.accepted(plugin, requirement));
  for (const each of accepted) {
    if (isEmpty(each)) return `${plugin} has only ${versionsListed(variable, view.versions(plugin))}`;
    if (isEmpty(view.available(plugin, each))) return outOfReach(view, plugin, each);
  }
  for (const [first, second] of pairs(requirements.keys())) {
    const both = and(accepted[first]!, accepted[second]!);
    if (!isEmpty(view.available(plugin, both))) continue;
    if (!isEmpty(both)) return outOfReach(view, plugin, both);
    const read = [requirements[first]!, requirements[second]!].map((text) => view.requirement(text));
    if (read.every((each) => each !== null) && couldAgree(read)) {
      return `${plugin} has only ${versionsListed(variable, view.versions(plugin))}`;
    }
  }
  return undefined;
}

/** Why versions that match cannot be had: `t 1.1.0 is yanked and t 1.2.0 needs MockForge 0.9.0 or newer`. */
export function outOfReach(view: CoreView, plugin: string, values: Bits): string {
  const variable = view.variable(plugin);
  const { yanked, mockforge } = view.unavailable(plugin);
  const tooNew = and(values, mockforge);
  const withdrawn = without(and(values, yanked), tooNew);
  const parts = [];
  if (!isEmpty(withdrawn)) {
    const isOne = [...members(withdrawn)].length === 1;
    parts.push(`${plugin} ${versionsListed(variable, withdrawn)} ${isOne ? "is" : "are"} yanked`);
  }
  if (!isEmpty(tooNew)) {
    const isOne = [...members(tooNew)].length === 1;
    const wishes = [...members(tooNew)].flatMap((value) => variable.versions[value - 1]?.min_mockforge_version ?? []);
    const least = wishes.reduce((a, b) => (compareReleases(releaseOf(b), releaseOf(a)) < 0 ? b : a));
    const which = versionsListed(variable, tooNew);
    parts.push(`${plugin} ${which} ${isOne ? "needs" : "need"} MockForge ${least} or newer`);
  }
  return listed(parts);
}

function pairs(indexes: Iterable<number>): [number, number][] {
  const all = [...indexes];
  return all.flatMap((first) =>
    all.filter((second) => second > first).map((second): [number, number] => [first, second]),
  );
}
