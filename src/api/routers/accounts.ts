import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { json, jsonOnly } from "#http/input.ts";
import { signedIn } from "#http/signed-in.ts";
import { requireActor } from "#features/access.ts";
import { changePassword, logIn, logOutEverywhere, registerAccount } from "#features/accounts/index.ts";

const schemas = () => import("#contract/accounts.ts");

export const accounts = new Hono<HttpEnv>()
  .post("/register", jsonOnly(), json(schemas, "RegisterRequest"), async (c) => {
    c.header("Cache-Control", "no-store");
    return c.json(await registerAccount(c.get("ctx"), c.req.valid("json")), 201);
  })
  .post("/login", jsonOnly(), json(schemas, "LoginRequest"), async (c) => {
    c.header("Cache-Control", "no-store");
    return c.json(await logIn(c.get("ctx"), c.req.valid("json")));
  })
  .get("/me", signedIn, (c) => {
    const { id, username, email, isAdmin, isOfficial, createdAt } = requireActor(c.get("ctx"));
    return c.json({ user_id: id, username, email, is_admin: isAdmin, is_official: isOfficial, created_at: createdAt });
  })
  .post("/password", signedIn, jsonOnly(), json(schemas, "PasswordRequest"), async (c) =>
    c.json(await changePassword(c.get("ctx"), c.req.valid("json"))),
  )
  .post("/logout-all", signedIn, async (c) => {
    await logOutEverywhere(c.get("ctx"));
    return c.json({ success: true as const, message: "You are signed out everywhere" });
  });
