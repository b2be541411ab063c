export { type FrontPage, getFrontPage } from "./front-page.ts";
export { getRegistryStats } from "./registry-stats.ts";
export { readTotals } from "./totals.ts";
export { getHistory, type History } from "./history.ts";
