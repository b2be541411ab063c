export { getAdminStats } from "./admin-stats.ts";
export { allowName } from "./allow-name.ts";
export { removeReview } from "./delete-review.ts";
export { listAuditLog } from "./list-audit-log.ts";
export { listQueue, type Queue, type QueuedPlugin } from "./list-queue.ts";
export { listUsers } from "./list-users.ts";
export { restorePlugin, takeDownPlugin, verifyPlugin } from "./plugin-state.ts";
export { setSuspended } from "./suspend.ts";
