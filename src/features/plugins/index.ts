export { deprecatePlugin } from "./deprecate.ts";
export { getBadges } from "./get-badges.ts";
export { getPlugin } from "./get-plugin.ts";
export { searchPlugins } from "./search.ts";
export { suggestPlugins } from "./suggest.ts";
export { pluginInList } from "./entry-sql.ts";
export { averageRating, type PluginRecord, toRegistryEntry } from "./view.ts";
