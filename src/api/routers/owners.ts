import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonOnly } from "#http/input.ts";
import { signedIn } from "#http/signed-in.ts";
import { nameParam, usernameParam } from "#http/params.ts";
import { addOwner, listOwners, removeOwner } from "#features/owners/index.ts";
import { deprecatePlugin } from "#features/plugins/index.ts";

const schemas = () => import("#contract/owners.ts");

export const owners = new Hono<HttpEnv>()
  .get("/:name/owners", edgeCached, async (c) => c.json(await listOwners(c.get("ctx"), nameParam(c))))
  .put("/:name/owners/:username", signedIn, async (c) => {
    const [name, username] = [nameParam(c), usernameParam(c)];
    await addOwner(c.get("ctx"), name, username);
    return c.json({ success: true as const, message: `${username} is an owner of ${name}` });
  })
  .delete("/:name/owners/:username", signedIn, async (c) => {
    const [name, username] = [nameParam(c), usernameParam(c)];
    await removeOwner(c.get("ctx"), name, username);
    return c.json({ success: true as const, message: `${username} is no longer an owner of ${name}` });
  })
  .put("/:name/deprecation", signedIn, jsonOnly(), json(schemas, "DeprecationRequest"), async (c) =>
    c.json(await deprecatePlugin(c.get("ctx"), nameParam(c), c.req.valid("json"))),
  );
