export { addSigningKey } from "./add.ts";
export { listSigningKeys } from "./list.ts";
export { revokeSigningKey } from "./revoke.ts";
