import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { adminOnly } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";

const adminSchemas = () => import("#contract/admin.ts");
const pagingSchemas = () => import("#contract/paging.ts");
const auditLog = () => import("../pages/admin/audit-log.tsx");
const changes = () => import("../pages/admin/changes.ts");
const queue = () => import("../pages/admin/queue.tsx");
const users = () => import("../pages/admin/users.tsx");

export const admin = new Hono<HttpEnv>()
  .use(adminOnly)
  .get("/", query(pagingSchemas, "PageQuery"), async (c) => (await queue()).queuePage(c, c.req.valid("query").page))
  .get("/users", query(adminSchemas, "UserListQuery"), async (c) => (await users()).usersPage(c, c.req.valid("query")))
  .get("/audit-log", query(adminSchemas, "AuditLogQuery"), async (c) =>
    (await auditLog()).auditLogPage(c, c.req.valid("query")),
  )
  .post("/plugins/:name/verify", ownForm(), async (c) => (await changes()).submitVerification(c, true))
  .post("/plugins/:name/unverify", ownForm(), async (c) => (await changes()).submitVerification(c, false))
  .post("/plugins/:name/takedown", ownForm(), async (c) => (await changes()).submitTakedown(c))
  .post("/plugins/:name/restore", ownForm(), async (c) => (await changes()).submitRestoration(c))
  .post("/names", ownForm(), async (c) => (await changes()).submitName(c))
  .post("/users/:id/suspend", ownForm(), async (c) => (await changes()).submitSuspension(c, true))
  .post("/users/:id/unsuspend", ownForm(), async (c) => (await changes()).submitSuspension(c, false))
  .post("/reviews/:id/delete", ownForm(), async (c) => (await changes()).submitReviewDeletion(c));
