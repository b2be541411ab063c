import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { json, jsonOnly } from "#http/input.ts";
import { keyIdParam } from "#http/params.ts";
import { signedIn } from "#http/signed-in.ts";
import { addSigningKey, listSigningKeys, revokeSigningKey } from "#features/signing-keys/index.ts";

const schemas = () => import("#contract/signatures.ts");

export const signingKeys = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", async (c) => c.json({ signing_keys: await listSigningKeys(c.get("ctx")) }))
  .post("/", jsonOnly(), json(schemas, "SigningKeyRequest"), async (c) =>
    c.json(await addSigningKey(c.get("ctx"), c.req.valid("json")), 201),
  )
  .delete("/:key_id", async (c) => {
    await revokeSigningKey(c.get("ctx"), keyIdParam(c));
    return c.json({ success: true as const, message: "The key is revoked" });
  });
