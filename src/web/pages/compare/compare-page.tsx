import type { RegistryEntry } from "#contract/plugins.ts";
import type { ComparedVersion, VersionComparison } from "#features/versions/index.ts";
import { sizeOf } from "#web/format.ts";
import { versionPath } from "../plugin/facts.ts";
import { Changes } from "./changes-table.tsx";
import { changesOf, interfaceOf, metadataOf } from "./changes.ts";

/** What a user of one version meets in the other. */
export const ComparePage = ({ plugin, comparison }: { plugin: RegistryEntry; comparison: VersionComparison }) => (
  <article class="comparison">
    <header>
      <p class="plugin-category">
        <a href={`/plugins/${plugin.name}`}>{plugin.name}</a>
      </p>
      <h1>
        <VersionLink plugin={plugin} version={comparison.before.version} />
        <span class="comparison-arrow"> → </span>
        <VersionLink plugin={plugin} version={comparison.after.version} />
      </h1>
      <Chooser plugin={plugin} comparison={comparison} />
    </header>
    <section>
      <h2>Capabilities</h2>
      <Capabilities changes={comparison.capabilities} />
    </section>
    <section>
      <h2>Size</h2>
      <Size before={comparison.before} after={comparison.after} />
    </section>
    <section>
      <h2>Dependencies</h2>
      <Changes
        changes={changesOf(comparison.before.dependencies, comparison.after.dependencies)}
        of="Plugin"
        none="The same."
      />
    </section>
    <section>
      <h2>Metadata</h2>
      <Changes
        changes={changesOf(metadataOf(comparison.before), metadataOf(comparison.after))}
        of="Field"
        none="The same."
      />
    </section>
    <section>
      <h2>Imports and exports</h2>
      <Changes
        changes={changesOf(interfaceOf(comparison.before), interfaceOf(comparison.after))}
        of="Function"
        none="The same."
      />
    </section>
  </article>
);

const VersionLink = ({ plugin, version }: { plugin: RegistryEntry; version: string }) => (
  <a href={versionPath(plugin, version)}>{version}</a>
);

/** A plain form; the address it leads to redirects to the comparison's own. */
const Chooser = ({ plugin, comparison }: { plugin: RegistryEntry; comparison: VersionComparison }) => (
  <form class="chooser" action={`/plugins/${plugin.name}/compare`}>
    {(["before", "after"] as const).map((side) => (
      <label>
        {side === "before" ? "From" : "To"}
        <select name={side}>
          {plugin.versions.map(({ version }) => (
            <option value={version} selected={version === comparison[side].version}>
              {version}
            </option>
          ))}
        </select>
      </label>
    ))}
    <button type="submit" class="button button-quiet">
      Compare
    </button>
  </form>
);

function Capabilities({ changes }: { changes: VersionComparison["capabilities"] }) {
  if (!changes) return <p class="quiet">One of them was published before modules were inspected.</p>;
  const { added, removed } = changes;
  if (added.length + removed.length === 0) return <p class="quiet">The same: it asks its host for nothing new.</p>;
  return (
    <ul class="differences">
      {added.map(({ text, evidence }) => (
        <li class="difference-added">
          <strong>New:</strong> {text} <Evidence names={evidence} />
        </li>
      ))}
      {removed.map(({ text, evidence }) => (
        <li class="difference-removed">
          <strong>Gone:</strong> {text} <Evidence names={evidence} />
        </li>
      ))}
    </ul>
  );
}

const Evidence = ({ names }: { names: string[] }) => <span class="quiet">{names.join(", ")}</span>;

function Size({ before, after }: { before: ComparedVersion; after: ComparedVersion }) {
  const percent = Math.round((100 * (after.size - before.size)) / before.size);
  const difference = percent === 0 ? "about the same" : `${Math.abs(percent)}% ${percent > 0 ? "larger" : "smaller"}`;
  return (
    <p>
      {sizeOf(before.size)} → {sizeOf(after.size)} <span class="quiet">{difference}</span>
    </p>
  );
}
