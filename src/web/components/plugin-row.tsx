import type { PluginSummary } from "#contract/stats.ts";
import { shortCount } from "#lib/short-count.ts";
import { Icon } from "./icon.tsx";
import { Ago } from "./time.tsx";

/** What a list is ordered by, and so says of each plugin. */
export type RowFact = "downloads" | "updated" | "created";

/** A plugin in two lines, for narrow lists. */
export const PluginRow = ({ plugin, fact, now }: { plugin: PluginSummary; fact: RowFact; now: Date }) => (
  <li class="plugin-row">
    <a class="plugin-row-link" href={`/plugins/${plugin.name}`}>
      <span class="plugin-row-name">
        {plugin.name}
        {plugin.verified && (
          <span class="verified-mark">
            <Icon name="shield" />
            <span class="visually-hidden">verified</span>
          </span>
        )}
      </span>
      <span class="plugin-row-version">{plugin.version}</span>
    </a>
    <p class="plugin-row-description">{plugin.description}</p>
    <p class="plugin-row-fact">{FACTS[fact](plugin, now)}</p>
  </li>
);

const FACTS: Record<RowFact, (plugin: PluginSummary, now: Date) => unknown> = {
  downloads: ({ week_downloads }) => `${shortCount(week_downloads)} downloads this week`,
  updated: ({ updated_at }, now) => <Ago time={updated_at} now={now} />,
  created: ({ created_at }, now) => <Ago time={created_at} now={now} />,
};
