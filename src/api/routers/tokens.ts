import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { json, jsonOnly } from "#http/input.ts";
import { signedIn } from "#http/signed-in.ts";
import { tokenIdParam } from "#http/params.ts";
import { createToken, listTokens, revokeToken } from "#features/tokens/index.ts";

const schemas = () => import("#contract/tokens.ts");

export const tokens = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", async (c) => c.json({ tokens: await listTokens(c.get("ctx")) }))
  .post("/", jsonOnly(), json(schemas, "TokenRequest"), async (c) =>
    c.json(await createToken(c.get("ctx"), c.req.valid("json")), 201),
  )
  .delete("/:id", async (c) => {
    await revokeToken(c.get("ctx"), tokenIdParam(c));
    return c.json({ success: true as const, message: "The token is revoked" });
  });
