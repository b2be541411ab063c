export { countFacets, type Facets } from "./count-facets.ts";
export { deprecatePlugin } from "./deprecate.ts";
export { getBadges } from "./get-badges.ts";
export { getReadmeBadge } from "./readme-badge.ts";
export { getPlugin, outlinePlugin } from "./get-plugin.ts";
export { searchPlugins } from "./search.ts";
export { suggestPlugins } from "./suggest.ts";
export { averageRating } from "./view.ts";
