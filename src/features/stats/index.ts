export { getRegistryStats } from "./registry-stats.ts";
export { readTotals, type RegistryTotals } from "./totals.ts";
