import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SESSION_SECONDS, signSession } from "#platform/session-tokens.ts";
import { publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { expectError, randomAddress } from "../http/support.ts";
import { registered, visitor } from "./support.ts";

const stack = shared();
const { jwtSecret, sql, request } = stack;

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const nowSeconds = () => Math.floor(Date.now() / 1000);
const person = await somebody(stack);

const goodHeader = { alg: "HS256", typ: "JWT" };
const goodClaims = (userId = person.id) => ({ sub: userId, ver: 0, iat: nowSeconds(), exp: nowSeconds() + 3_600 });

function hmacToken(header: object, claims: unknown, secret: string | Buffer = jwtSecret, hash = "sha256"): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

function rsaToken(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(goodClaims())}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

function withoutClaim(name: keyof ReturnType<typeof goodClaims>) {
  const { [name]: _, ...rest } = goodClaims();
  return rest;
}

function tampered(part: 0 | 1 | 2): string {
  const parts = person.token.split(".");
  const text = parts[part]!;
  parts[part] = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
  return parts.join(".");
}

test("the forgeries below differ from a token that is accepted", async () => {
  expect((await request("/api/v1/auth/me", { token: hmacToken(goodHeader, goodClaims()) })).status).toBe(200);
});

describe("no token but our own is accepted, and none is a server error:", () => {
  const forgeries: Record<string, () => string> = {
    "algorithm none, no signature": () => `${encoded({ alg: "none" })}.${encoded(goodClaims())}.`,
    "algorithm none, our signature": () => hmacToken({ alg: "none" }, goodClaims()),
    "algorithm None in another case": () => `${encoded({ alg: "NoNe" })}.${encoded(goodClaims())}.`,
    "HS512 with our secret": () => hmacToken({ alg: "HS512", typ: "JWT" }, goodClaims(), jwtSecret, "sha512"),
    "HS256 announced, HS512 made": () => hmacToken(goodHeader, goodClaims(), jwtSecret, "sha512"),
    RS256: rsaToken,
    "RS256 announced, our signature": () => hmacToken({ alg: "RS256" }, goodClaims()),
    "no algorithm": () => hmacToken({ typ: "JWT" }, goodClaims()),
    "another secret": () => hmacToken(goodHeader, goodClaims(), randomBytes(32).toString("hex")),
    "an empty secret": () => hmacToken(goodHeader, goodClaims(), ""),
    "expired a second ago": () => hmacToken(goodHeader, { ...goodClaims(), exp: nowSeconds() - 1 }),
    "no exp": () => hmacToken(goodHeader, withoutClaim("exp")),
    "exp 0": () => hmacToken(goodHeader, { ...goodClaims(), exp: 0 }),
    'exp "never"': () => hmacToken(goodHeader, { ...goodClaims(), exp: "never" }),
    "exp null": () => hmacToken(goodHeader, { ...goodClaims(), exp: null }),
    "exp as text": () => hmacToken(goodHeader, { ...goodClaims(), exp: `${nowSeconds() + 60}` }),
    "exp beyond 30 days": () => hmacToken(goodHeader, { ...goodClaims(), exp: nowSeconds() + SESSION_SECONDS + 60 }),
    "no iat": () => hmacToken(goodHeader, withoutClaim("iat")),
    "no session version": () => hmacToken(goodHeader, withoutClaim("ver")),
    "another session version": () => hmacToken(goodHeader, { ...goodClaims(), ver: 1 }),
    "a session version as text": () => hmacToken(goodHeader, { ...goodClaims(), ver: "0" }),
    "a session version that no integer column holds": () => hmacToken(goodHeader, { ...goodClaims(), ver: 2 ** 40 }),
    "no subject": () => hmacToken(goodHeader, withoutClaim("sub")),
    "a subject that is no id": () => hmacToken(goodHeader, { ...goodClaims(), sub: "' or true --" }),
    "a subject that nobody is": () => hmacToken(goodHeader, goodClaims("0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90")),
    "claims that are null": () => hmacToken(goodHeader, null),
    "claims that are a list": () => hmacToken(goodHeader, [goodClaims()]),
    "a tampered header": () => tampered(0),
    "tampered claims": () => tampered(1),
    "a tampered signature": () => tampered(2),
    "no signature": () => person.token.split(".").slice(0, 2).join("."),
    "a fourth part": () => `${person.token}.e30`,
    "dots only": () => "..",
    "no base64": () => "%%%.%%%.%%%",
    "a word": () => "garbage",
    "3,000 characters": () => `${"e30".repeat(1_000)}.e30.e30`,
    "an API token that nobody has": () => "mfr_0000000000000000000000000000000000000000",
  };

  test.each(Object.keys(forgeries))("%s", async (name) => {
    const response = await request("/api/v1/auth/me", { token: forgeries[name]!(), ip: randomAddress() });
    await expectError(response, 401, "invalid_token");
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer\b/);
  });

  test.each(["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", `Token ${person.token}`, `Bearer ${person.token} x`])(
    "the header 'Authorization: %s'",
    async (authorization) => {
      const response = await request("/api/v1/auth/me", { headers: { authorization }, ip: randomAddress() });
      expect(response.status).toBe(401);
    },
  );

  test("and a public read with a bad token is refused too, not served as if nobody had asked", async () => {
    await expectError(await request("/api/v1/plugins", { token: "garbage" }), 401, "invalid_token");
  });
});

test("without a token the answer says to sign in, and how", async () => {
  const response = await request("/api/v1/auth/me");
  await expectError(response, 401, "authentication_required");
  expect(response.headers.get("www-authenticate")).toBe('Bearer realm="mockforge-registry"');
});

test("the scheme's case does not matter", async () => {
  const response = await request("/api/v1/auth/me", { headers: { authorization: `bEARER   ${person.token}` } });
  expect(response.status).toBe(200);
});

test("a token expires at its second and not before", async () => {
  const madeAt = (seconds: number) =>
    signSession(jwtSecret, { userId: person.id, sessionVersion: 0 }, new Date(seconds * 1000));
  const { token: alive } = await madeAt(nowSeconds() - SESSION_SECONDS + 60);
  const { token: dead } = await madeAt(nowSeconds() - SESSION_SECONDS);
  expect((await request("/api/v1/auth/me", { token: alive })).status).toBe(200);
  await expectError(await request("/api/v1/auth/me", { token: dead }), 401, "invalid_token");
});

test("signing out everywhere revokes every session of the account, at once, and nobody else's", async () => {
  const { by, token, email, password, user_id } = await registered(stack);
  const { token: another } = (await (await by.logsIn({ email, password })).json()) as { token: string };
  const response = await by.logsOutEverywhere(token);
  expect([response.status, await response.json()]).toMatchObject([200, { success: true }]);
  for (const revoked of [token, another]) await expectError(await by.me(revoked), 401, "invalid_token");
  await expectError(await by.logsOutEverywhere(token), 401, "invalid_token");
  expect((await by.me(person.token)).status).toBe(200);
  expect((await by.logsIn({ email, password })).status).toBe(200);
  const actions = await sql`select action from audit_log where actor_id = ${user_id} order by id`;
  expect(actions).toEqual([{ action: "account.register" }, { action: "account.logout_all" }]);
});

describe("a suspended account", () => {
  test("is refused at its next request, reads too, although its session is valid", async () => {
    const [suspect, admin] = [await somebody(stack), await somebody(stack, { isAdmin: true })];
    expect((await suspect.request("/api/v1/auth/me")).status).toBe(200);
    const suspend = await admin.request(`/api/v1/admin/users/${suspect.id}/suspend`, { method: "POST" });
    expect(suspend.status).toBe(200);

    const name = unique("suspended");
    const attempts = [
      suspect.request("/api/v1/auth/me"),
      suspect.request("/api/v1/plugins"),
      suspect.request("/api/v1/plugins/search", { json: {} }),
      suspect.request(`/dl/${name}/${name}-1.0.0.wasm`),
      suspect.request("/api/v1/plugins/publish", { json: await publishBody(name, "1.0.0") }),
      suspect.request("/api/v1/auth/logout-all", { method: "POST" }),
    ];
    for (const response of await Promise.all(attempts)) await expectError(response, 403, "account_suspended");
    expect(await sql`select name from plugins where name = ${name}`).toEqual([]);

    await admin.request(`/api/v1/admin/users/${suspect.id}/unsuspend`, { method: "POST" });
    expect((await suspect.request("/api/v1/auth/me")).status).toBe(200);
  });

  test("of an administrator administers nothing", async () => {
    const [fallen, admin] = [await somebody(stack, { isAdmin: true }), await somebody(stack, { isAdmin: true })];
    await admin.request(`/api/v1/admin/users/${fallen.id}/suspend`, { method: "POST" });
    const unsuspend = await fallen.request(`/api/v1/admin/users/${fallen.id}/unsuspend`, { method: "POST" });
    await expectError(unsuspend, 403, "account_suspended");
  });
});

test("a session says who somebody is, and the database what they may do", async () => {
  const demoted = await somebody(stack, { isAdmin: true });
  expect((await demoted.request("/api/v1/admin/stats")).status).toBe(200);
  await sql`update users set is_admin = false where id = ${demoted.id}`;
  await expectError(await demoted.request("/api/v1/admin/stats"), 403, "admin_only");
});

test("an account's own page is kept by no cache", async () => {
  const response = await visitor(stack).me(person.token);
  expect(response.headers.get("cache-control")).toBe("no-store");
});
