import { Hono } from "hono";
import { AuditLogQuery, UserListQuery } from "#contract/admin.ts";
import { PageQuery } from "#contract/paging.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { adminOnly } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";
import { auditLogPage } from "../pages/admin/audit-log.tsx";
import {
  submitName,
  submitRestoration,
  submitReviewDeletion,
  submitSuspension,
  submitTakedown,
  submitVerification,
} from "../pages/admin/changes.ts";
import { queuePage } from "../pages/admin/queue.tsx";
import { usersPage } from "../pages/admin/users.tsx";

export const admin = new Hono<HttpEnv>()
  .use(adminOnly)
  .get("/", query(PageQuery), (c) => queuePage(c, c.req.valid("query").page))
  .get("/users", query(UserListQuery), (c) => usersPage(c, c.req.valid("query")))
  .get("/audit-log", query(AuditLogQuery), (c) => auditLogPage(c, c.req.valid("query")))
  .post("/plugins/:name/verify", ownForm(), (c) => submitVerification(c, true))
  .post("/plugins/:name/unverify", ownForm(), (c) => submitVerification(c, false))
  .post("/plugins/:name/takedown", ownForm(), submitTakedown)
  .post("/plugins/:name/restore", ownForm(), submitRestoration)
  .post("/names", ownForm(), submitName)
  .post("/users/:id/suspend", ownForm(), (c) => submitSuspension(c, true))
  .post("/users/:id/unsuspend", ownForm(), (c) => submitSuspension(c, false))
  .post("/reviews/:id/delete", ownForm(), submitReviewDeletion);
