import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { json, jsonOnly, query } from "#http/input.ts";
import { adminOnly } from "#http/signed-in.ts";
import { nameParam, reviewIdParam, userIdParam } from "#http/params.ts";
import {
  allowName,
  getAdminStats,
  listAuditLog,
  listUsers,
  removeReview,
  restorePlugin,
  setSuspended,
  takeDownPlugin,
  verifyPlugin,
} from "#features/moderation/index.ts";

const schemas = () => import("#contract/admin.ts");

export const admin = new Hono<HttpEnv>()
  .use(adminOnly)
  .post("/plugins/:name/verify", jsonOnly(), json(schemas, "VerifyRequest"), async (c) =>
    c.json(await verifyPlugin(c.get("ctx"), nameParam(c), c.req.valid("json").verified)),
  )
  .post("/plugins/:name/takedown", jsonOnly(), json(schemas, "TakedownRequest"), async (c) =>
    c.json(await takeDownPlugin(c.get("ctx"), nameParam(c), c.req.valid("json").reason)),
  )
  .post("/plugins/:name/restore", async (c) => c.json(await restorePlugin(c.get("ctx"), nameParam(c))))
  .post("/names/:name/allow", async (c) => c.json(await allowName(c.get("ctx"), nameParam(c))))
  .get("/stats", async (c) => c.json(await getAdminStats(c.get("ctx"))))
  .get("/users", query(schemas, "UserListQuery"), async (c) =>
    c.json(await listUsers(c.get("ctx"), c.req.valid("query"))),
  )
  .post("/users/:id/suspend", async (c) => c.json(await setSuspended(c.get("ctx"), userIdParam(c), true)))
  .post("/users/:id/unsuspend", async (c) => c.json(await setSuspended(c.get("ctx"), userIdParam(c), false)))
  .delete("/reviews/:id", async (c) => {
    await removeReview(c.get("ctx"), reviewIdParam(c));
    return c.json({ success: true as const, message: "The review is deleted" });
  })
  .get("/audit-log", query(schemas, "AuditLogQuery"), async (c) =>
    c.json(await listAuditLog(c.get("ctx"), c.req.valid("query"))),
  );
