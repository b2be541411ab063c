import type { RegistryEntry } from "#contract/plugins.ts";
import { PluginCard } from "./plugin-card.tsx";

export const PluginList = ({ plugins, now }: { plugins: RegistryEntry[]; now: Date }) => (
  <ol class="cards">
    {plugins.map((plugin) => (
      <PluginCard plugin={plugin} now={now} />
    ))}
  </ol>
);
