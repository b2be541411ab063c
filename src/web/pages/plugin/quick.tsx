import { Copyable } from "#web/components/copyable.tsx";
import { Stars } from "#web/components/rating.tsx";
import { Score } from "#web/components/score.tsx";
import { shortCount } from "#lib/short-count.ts";
import { counted, sizeOf } from "#web/format.ts";
import type { PluginFacts } from "./facts.ts";

/** How to install it, and whether one would. */
export const Quick = ({ facts }: { facts: PluginFacts }) => (
  <div class="plugin-quick">
    <Install facts={facts} />
    <dl class="glance">
      <div>
        <dt>Rating</dt>
        <dd>
          <a href="#reviews">
            {facts.plugin.reviews_count > 0 ? (
              <>
                <Stars rating={facts.plugin.rating} /> {facts.plugin.rating.toFixed(1)}{" "}
                <span class="quiet">{counted(facts.plugin.reviews_count, "review")}</span>
              </>
            ) : (
              "No reviews yet"
            )}
          </a>
        </dd>
      </div>
      <div>
        <dt>Security</dt>
        <dd>
          <a href="#security">
            <Score score={facts.plugin.security_score} />
          </a>
        </dd>
      </div>
      <div>
        <dt>Downloads</dt>
        <dd>
          {shortCount(facts.plugin.downloads)}{" "}
          <span class="quiet">{shortCount(facts.plugin.recent_downloads)} in 30 days</span>
        </dd>
      </div>
      <div>
        <dt>Licence</dt>
        <dd>{facts.plugin.license}</dd>
      </div>
    </dl>
  </div>
);

function Install({ facts: { plugin, version, isCurrent } }: { facts: PluginFacts }) {
  const exact = isCurrent ? plugin.name : `${plugin.name}@${version.version}`;
  return (
    <section class="install" aria-labelledby="install">
      <h2 id="install" class="side-title">
        Install
      </h2>
      <Copyable label="Install with this registry's command" text={`mockforge-registry install ${exact}`} />
      <details>
        <summary>Other ways</summary>
        <p class="quiet">With MockForge itself:</p>
        <Copyable label="Install with MockForge" text={`mockforge plugin install ${version.package_url}`} />
        <p class="quiet">
          Or fetch <a href={version.download_url}>the module</a> ({sizeOf(version.size)}) or{" "}
          <a href={version.package_url}>the package</a> yourself. SHA-256 of the module:
        </p>
        <Copyable label="SHA-256 of the module" text={version.checksum} />
      </details>
    </section>
  );
}
