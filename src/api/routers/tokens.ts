import { Hono } from "hono";
import type { ApiEnv } from "../env.ts";
import { json, jsonOnly } from "../middleware/input.ts";
import { signedIn } from "../middleware/signed-in.ts";
import { tokenIdParam } from "./params.ts";
import { TokenRequest } from "#contract/tokens.ts";
import { createToken, listTokens, revokeToken } from "#features/tokens/index.ts";

export const tokens = new Hono<ApiEnv>()
  .use(signedIn)
  .get("/", async (c) => c.json({ tokens: await listTokens(c.var.ctx) }))
  .post("/", jsonOnly(), json(TokenRequest), async (c) =>
    c.json(await createToken(c.var.ctx, c.req.valid("json")), 201),
  )
  .delete("/:id", async (c) => {
    await revokeToken(c.var.ctx, tokenIdParam(c));
    return c.json({ success: true as const, message: "The token is revoked" });
  });
