import type { RegistryEntry } from "#contract/plugins.ts";
import { CATEGORY_TEXTS } from "../categories.ts";
import { shortCount } from "#lib/short-count.ts";
import { fullCount } from "../format.ts";
import { Badges } from "./badges.tsx";
import { Icon } from "./icon.tsx";
import { Stars } from "./rating.tsx";
import { Ago } from "./time.tsx";

const TAGS = 6;

/** A plugin as a list of results shows it. */
export const PluginCard = ({ plugin, now }: { plugin: RegistryEntry; now: Date }) => (
  <li class="card">
    <h2 class="card-title">
      <a href={`/plugins/${plugin.name}`}>{plugin.name}</a> <span class="card-version">{plugin.version}</span>
    </h2>
    <p class="card-description">{plugin.description}</p>
    {plugin.deprecated && (
      <p class="card-deprecated">
        <Icon name="warning" /> Deprecated: {plugin.deprecated.message}
      </p>
    )}
    <Badges badges={plugin.badges} />
    <p class="card-facts">
      <span>
        <Icon name={plugin.category} /> {CATEGORY_TEXTS[plugin.category].title}
      </span>
      <Rating plugin={plugin} />
      <span title={`${fullCount(plugin.downloads)} in all, ${fullCount(plugin.recent_downloads)} in 30 days`}>
        <Icon name="download" /> {shortCount(plugin.downloads)} downloads
      </span>
      <span>
        <Icon name="clock" /> <Ago time={plugin.updated_at} now={now} />
      </span>
    </p>
    {plugin.tags.length > 0 && (
      <ul class="tags" aria-label={`Tags of ${plugin.name}`}>
        {plugin.tags.slice(0, TAGS).map((tag) => (
          <li>
            <a class="tag" href={`/tags/${tag}`}>
              {tag}
            </a>
          </li>
        ))}
      </ul>
    )}
  </li>
);

const Rating = ({ plugin }: { plugin: RegistryEntry }) =>
  plugin.reviews_count === 0 ? (
    <span>No reviews yet</span>
  ) : (
    <span>
      <Stars rating={plugin.rating} /> {plugin.rating.toFixed(1)} ({fullCount(plugin.reviews_count)})
    </span>
  );
