import { createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signSession } from "../../../src/platform/session-tokens.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { type Person, somebody } from "../../support/people.ts";
import { newAccount } from "./support.ts";

const before = randomBytes(32).toString("hex");
let stack: PrivateStack;
let person: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { JWT_SECRET_PREVIOUS: before } });
  person = await somebody(stack);
});
afterAll(() => stack.close());

const signedBefore = (text: string) => createHmac("sha256", before).update(text).digest("base64url");
const sessionBy = async (secret: string) =>
  (await signSession(secret, { userId: person.id, sessionVersion: 0 }, new Date())).token;
const statusOf = async (token: string) => (await stack.request("/api/v1/auth/me", { token })).status;

test("a session that the previous secret signed holds, one of any other secret does not", async () => {
  expect(await statusOf(await sessionBy(stack.jwtSecret))).toBe(200);
  expect(await statusOf(await sessionBy(before))).toBe(200);
  expect(await statusOf(await sessionBy(randomBytes(32).toString("hex")))).toBe(401);
});

test("who is signed out everywhere is so with the previous secret too", async () => {
  const leaver = await somebody(stack);
  const { token } = await signSession(before, { userId: leaver.id, sessionVersion: 0 }, new Date());
  expect((await stack.request("/api/v1/auth/logout-all", { method: "POST", token })).status).toBe(200);
  expect(await statusOf(token)).toBe(401);
});

test("the previous secret signs nothing any more", async () => {
  const registered = await stack.request("/api/v1/auth/register", { json: newAccount() });
  const { token } = (await registered.json()) as { token: string };
  const [header, claims] = token.split(".");
  expect(token).not.toBe(`${header}.${claims}.${signedBefore(`${header}.${claims}`)}`);
  expect(await statusOf(token)).toBe(200);
});

test("a form that was opened before the exchange can still be sent after it", async () => {
  const token = await sessionBy(before);
  const cookie = `__Host-session=${token}`;
  const page = await stack.request("/settings", { headers: { Cookie: cookie } });
  expect(page.status).toBe(200);
  // What the Worker gave out with the page before.
  const formToken = signedBefore(`form ${token}`);
  const send = (form_token: string) =>
    stack.request("/settings/tokens", {
      method: "POST",
      headers: {
        Cookie: cookie,
        Origin: new URL(stack.url).origin,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ form_token, name: "ci", scopes: "yank" }).toString(),
    });
  expect((await send(formToken)).status).not.toBe(403);
  expect((await send(formToken.replace(/^./, (first) => (first === "A" ? "B" : "A")))).status).toBe(403);
});
