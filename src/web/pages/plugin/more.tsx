import { Copyable } from "#web/components/copyable.tsx";
import { Icon } from "#web/components/icon.tsx";
import { dayOf, sizeOf } from "#web/format.ts";
import { webAddress } from "#web/web-address.ts";
import { DownloadsChart } from "./downloads-chart.tsx";
import type { PluginFacts } from "./facts.ts";

/** The rest of the facts: downloads over time, particulars, people, links. */
export const More = ({ facts }: { facts: PluginFacts }) => (
  <div class="plugin-more">
    <DownloadsChart series={facts.downloads} />
    <Particulars facts={facts} />
    <section aria-labelledby="owners">
      <h2 id="owners" class="side-title">
        Owners
      </h2>
      <ul class="plain-list">
        {facts.plugin.owners.map((owner) => (
          <li>
            <a href={`/users/${owner}`}>
              <Icon name="person" />
              {owner}
            </a>
          </li>
        ))}
      </ul>
    </section>
    <Links facts={facts} />
  </div>
);

const Particulars = ({ facts: { plugin, version } }: { facts: PluginFacts }) => (
  <dl class="particulars">
    {version.min_mockforge_version !== null && (
      <div>
        <dt>MockForge</dt>
        <dd>{version.min_mockforge_version} or newer</dd>
      </div>
    )}
    {plugin.language !== null && (
      <div>
        <dt>Language</dt>
        <dd>
          <a href={`/plugins?language=${encodeURIComponent(plugin.language)}`}>{plugin.language}</a>
        </dd>
      </div>
    )}
    <div>
      <dt>Size</dt>
      <dd>{sizeOf(version.size)}</dd>
    </div>
    <div>
      <dt>First published</dt>
      <dd>{dayOf(plugin.created_at)}</dd>
    </div>
    {plugin.tags.length > 0 && (
      <div>
        <dt>Tags</dt>
        <dd class="tags">
          {plugin.tags.map((tag) => (
            <a class="tag" href={`/tags/${tag}`}>
              {tag}
            </a>
          ))}
        </dd>
      </div>
    )}
  </dl>
);

function Links({ facts: { plugin, origin } }: { facts: PluginFacts }) {
  const repository = webAddress(plugin.repository);
  const homepage = webAddress(plugin.homepage);
  const page = `${origin}/plugins/${plugin.name}`;
  const snippet = (badge: string) => `[![${badge}](${origin}/badges/${plugin.name}.svg?badge=${badge})](${page})`;
  return (
    <section aria-labelledby="links">
      <h2 id="links" class="side-title">
        Links
      </h2>
      <ul class="plain-list">
        {repository && (
          <li>
            <a href={repository} rel="nofollow noopener">
              <Icon name="code" />
              Repository
            </a>
          </li>
        )}
        {homepage && (
          <li>
            <a href={homepage} rel="nofollow noopener">
              <Icon name="link" />
              Homepage
            </a>
          </li>
        )}
        <li>
          <a href={`/plugins/${plugin.name}/feed.xml`}>
            <Icon name="feed" />
            Feed of its versions
          </a>
        </li>
      </ul>
      <details>
        <summary>Badges for a README</summary>
        {["version", "downloads", "rating"].map((badge) => (
          <Copyable label={`Markdown for the ${badge} badge`} text={snippet(badge)} />
        ))}
      </details>
    </section>
  );
}
