import type { RegistryEntry, VersionEntry } from "#contract/plugins.ts";
import { Ago } from "#web/components/time.tsx";
import { counted, sizeOf } from "#web/format.ts";
import { type PluginFacts, versionPath } from "./facts.ts";

/** Every version, the highest first, with what makes it different from the one before. */
export const Versions = ({ facts: { plugin, version, now } }: { facts: PluginFacts }) => (
  <ol class="versions">
    {plugin.versions.map((each, index) => (
      <Version
        plugin={plugin}
        version={each}
        before={plugin.versions[index + 1]}
        isShown={each.version === version.version}
        now={now}
      />
    ))}
  </ol>
);

interface VersionProps {
  plugin: RegistryEntry;
  version: VersionEntry;
  before: VersionEntry | undefined;
  isShown: boolean;
  now: Date;
}

const Version = ({ plugin, version, before, isShown, now }: VersionProps) => (
  <li class={version.yanked ? "version version-yanked" : "version"}>
    <a class="version-number" href={versionPath(plugin, version.version)} aria-current={isShown ? "page" : undefined}>
      {version.version}
    </a>
    <p class="version-facts">
      <Ago time={version.published_at} now={now} /> · {sizeOf(version.size)} · {counted(version.downloads, "download")}
      {before && (
        <>
          {" · "}
          <a href={`/plugins/${plugin.name}/compare/${before.version}...${version.version}`}>
            changes<span class="visually-hidden"> since {before.version}</span>
          </a>
        </>
      )}
    </p>
    {version.yanked && (
      <p class="version-note version-note-grave">
        <strong>Yanked</strong>
        {version.yank_reason !== null && `: ${version.yank_reason}`}
      </p>
    )}
    {version.capability_changes.length > 0 && <p class="version-note">{version.capability_changes.join("; ")}</p>}
  </li>
);
