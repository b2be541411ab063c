import { AuditLog, SuspensionResponse, UserList, VerifyResponse } from "#contract/admin.ts";
import { Done } from "#contract/common.ts";
import { route } from "../client/route.ts";

// All of these set a state: what is so already is left alone, and noted only once.

export const verify = route({
  method: "POST",
  path: "/api/v1/admin/plugins/:name/verify",
  repeat: "idempotent",
  answer: VerifyResponse,
});

export const takeDown = route({
  method: "POST",
  path: "/api/v1/admin/plugins/:name/takedown",
  repeat: "idempotent",
  answer: Done,
});

export const restore = route({
  method: "POST",
  path: "/api/v1/admin/plugins/:name/restore",
  repeat: "idempotent",
  answer: Done,
});

export const users = route({ method: "GET", path: "/api/v1/admin/users", repeat: "safe", answer: UserList });

export const suspend = route({
  method: "POST",
  path: "/api/v1/admin/users/:id/suspend",
  repeat: "idempotent",
  answer: SuspensionResponse,
});

export const unsuspend = route({
  method: "POST",
  path: "/api/v1/admin/users/:id/unsuspend",
  repeat: "idempotent",
  answer: SuspensionResponse,
});

export const auditLog = route({ method: "GET", path: "/api/v1/admin/audit-log", repeat: "safe", answer: AuditLog });
