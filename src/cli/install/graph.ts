import { matches, parseRequirement } from "#lib/requirements.ts";
import type { WantedPlugin } from "./lock.ts";

type Node = Pick<WantedPlugin, "name" | "version" | "requirement" | "dependencies">;

/** Whether every requirement is met, and nothing is there that nobody asked for. */
export function isSettled(plugins: readonly Node[]): boolean {
  const versions = new Map(plugins.map(({ name, version }) => [name, version]));
  const holds = (name: string, requirement: string) => {
    const version = versions.get(name);
    return version !== undefined && matches(parseRequirement(requirement), version);
  };
  return (
    needed(plugins).length === plugins.length &&
    plugins.every(
      ({ name, requirement, dependencies }) =>
        (requirement === undefined || holds(name, requirement)) &&
        Object.entries(dependencies).every(([other, wanted]) => holds(other, wanted)),
    )
  );
}

/** What was asked for, and all that this needs. */
export function needed<Plugin extends Node>(plugins: readonly Plugin[]): Plugin[] {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const reached = new Set(plugins.filter(({ requirement }) => requirement !== undefined));
  for (const { dependencies } of reached) {
    // A set that grows while it is walked is walked to its new end.
    for (const name of Object.keys(dependencies)) {
      const plugin = byName.get(name);
      if (plugin) reached.add(plugin);
    }
  }
  return plugins.filter((plugin) => reached.has(plugin));
}

/** The names of those that depend on it. */
export const neededBy = (plugins: readonly Node[], name: string): string[] =>
  plugins.filter(({ dependencies }) => Object.hasOwn(dependencies, name)).map((plugin) => plugin.name);

/** What was asked for: plugin name → requirement. */
export const rootsOf = (plugins: readonly Node[]): Record<string, string> =>
  Object.fromEntries(
    plugins.flatMap(({ name, requirement }) => (requirement === undefined ? [] : [[name, requirement]])),
  );

export const versionsOf = (plugins: readonly Node[]): Record<string, string> =>
  Object.fromEntries(plugins.map(({ name, version }) => [name, version]));
