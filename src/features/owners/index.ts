export { addOwner, removeOwner } from "./change.ts";
export { listOwners } from "./list.ts";
