import { Badges } from "#web/components/badges.tsx";
import { Icon } from "#web/components/icon.tsx";
import { Ago } from "#web/components/time.tsx";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import type { PluginFacts } from "./facts.ts";

/** What it is, and what one must know before anything else. */
export const Heading = ({ facts }: { facts: PluginFacts }) => (
  <header class="plugin-heading">
    <p class="plugin-category">
      <a href={`/categories/${facts.plugin.category}`}>
        <Icon name={facts.plugin.category} />
        {CATEGORY_TEXTS[facts.plugin.category].title}
      </a>
    </p>
    <h1>
      {facts.plugin.name} <span class="plugin-version">{facts.version.version}</span>
    </h1>
    <p class="lead">{facts.plugin.description}</p>
    <p class="plugin-byline">
      Published <Ago time={facts.version.published_at} now={facts.now} /> by{" "}
      <a href={`/users/${facts.version.published_by}`}>{facts.version.published_by}</a>
      {facts.viewer !== undefined && facts.plugin.owners.includes(facts.viewer) && (
        <>
          {" · "}
          <a href={`/plugins/${facts.plugin.name}/manage`}>Manage</a>
        </>
      )}
    </p>
    <Badges badges={facts.plugin.badges} />
    <Warnings facts={facts} />
  </header>
);

function Warnings({ facts: { plugin, version, isCurrent } }: { facts: PluginFacts }) {
  const { deprecated, name } = plugin;
  return (
    <>
      {deprecated && (
        <p class="warning">
          <Icon name="warning" />
          <span>
            <strong>Deprecated.</strong> {deprecated.message}
            {deprecated.replacement !== null && (
              <>
                {" "}
                Use <a href={`/plugins/${deprecated.replacement}`}>{deprecated.replacement}</a> instead.
              </>
            )}
          </span>
        </p>
      )}
      {version.yanked && (
        <p class="warning warning-grave">
          <Icon name="warning" />
          <span>
            <strong>Version {version.version} is yanked:</strong> {version.yank_reason ?? "its owners gave no reason."}{" "}
            It can still be fetched by its number, and is never chosen.
          </span>
        </p>
      )}
      {!isCurrent && (
        <p class="warning">
          <Icon name="clock" />
          <span>
            This is not the current version, which is <a href={`/plugins/${name}`}>{plugin.version}</a>;{" "}
            <a href={`/plugins/${name}/compare/${version.version}...${plugin.version}`}>what is different</a>.
          </span>
        </p>
      )}
    </>
  );
}
