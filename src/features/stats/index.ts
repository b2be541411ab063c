export { getRegistryStats } from "./registry-stats.ts";
export { readTotals } from "./totals.ts";
