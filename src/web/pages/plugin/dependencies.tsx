import { counted } from "#web/format.ts";
import { DependencyGraph } from "./dependency-graph.tsx";
import type { PluginFacts } from "./facts.ts";

/** What it needs, and what needs it: as a drawing, and as lists. */
export function Dependencies({ facts: { plugin, version, dependents } }: { facts: PluginFacts }) {
  const needed = Object.entries(version.dependencies).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const others = dependents.total - dependents.dependents.length;
  return (
    <>
      {(needed.length > 0 || dependents.total > 0) && (
        <DependencyGraph
          name={plugin.name}
          needs={needed.map(([name]) => name)}
          neededBy={dependents.dependents.map(({ name }) => name)}
        />
      )}
      <h3>It needs</h3>
      {needed.length === 0 ? (
        <p class="quiet">No other plugin.</p>
      ) : (
        <ul class="plain-list">
          {needed.map(([name, requirement]) => (
            <li>
              <a href={`/plugins/${name}`}>{name}</a> <code>{requirement}</code>
            </li>
          ))}
        </ul>
      )}
      <h3>Needed by</h3>
      {dependents.total === 0 ? (
        <p class="quiet">No other plugin yet.</p>
      ) : (
        <ul class="plain-list">
          {dependents.dependents.map(({ name, requirement, description }) => (
            <li>
              <a href={`/plugins/${name}`}>{name}</a> <code>{requirement}</code>{" "}
              <span class="quiet">{description}</span>
            </li>
          ))}
          {others > 0 && <li class="quiet">and {counted(others, "more plugin")}</li>}
        </ul>
      )}
    </>
  );
}
