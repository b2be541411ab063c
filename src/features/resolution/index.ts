export { listDependents } from "./list-dependents.ts";
export { resolvePlugins } from "./resolve-plugins.ts";
