import { describe, expect, test } from "vitest";
import { PASSWORD, type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm, sendForm } from "../support.ts";

const stack = shared();
const { request, url, sql } = stack;

async function sends(person: Person, path: string, fields: Record<string, string>, from = "/settings") {
  return sendForm(request, url, path, await openForm(request, from, person.token), fields);
}

const sessionIn = (response: Response) =>
  /^__Host-session=([^;]*)/.exec(
    response.headers.getSetCookie().find((each) => each.startsWith("__Host-session"))!,
  )![1]!;
const logsIn = (email: string, password: string) =>
  request("/api/v1/auth/login", { json: { email, password }, ip: "203.0.113.77" });
const actionsOf = (person: Person) => sql<{ action: string }>`
  select action from audit_log where actor_id = ${person.id} order by id`;

test("without a session one is asked to sign in, and comes back", async () => {
  const response = await request("/settings/tokens");
  expect([response.status, response.headers.get("location")]).toEqual([303, "/login?next=%2Fsettings%2Ftokens"]);
});

test("who asked for what no header would hold comes back to the front page", async () => {
  const response = await request(`/settings/tokens?q=${"%".repeat(6_000)}`);
  expect([response.status, response.headers.get("location")]).toEqual([303, "/login?next=%2F"]);
});

describe("the e-mail address", () => {
  test("is changed by who knows the password, and is what one signs in with", async () => {
    const person = await somebody(stack);
    const email = `${unique("moved")}@example.com`;
    const response = await sends(person, "/settings/email", { email: email.toUpperCase(), current_password: PASSWORD });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/settings"]);
    expect((await logsIn(email, PASSWORD)).status).toBe(200);
    expect((await logsIn(person.email, PASSWORD)).status).toBe(401);
    expect(await actionsOf(person)).toEqual([{ action: "account.change_email" }]);
  });

  test("stays as it is with a wrong password, with somebody else's address, and when it is the same", async () => {
    const [person, other] = await Promise.all([somebody(stack), somebody(stack)]);
    const wrong = await sends(person, "/settings/email", { email: `x${person.email}`, current_password: "mistaken" });
    expect(wrong.status).toBe(422);
    const html = await wrong.text();
    expect(html).toContain('id="email-current-password-problem">The current password is wrong');
    expect(html).toContain(`value="x${person.email}"`);
    const taken = await sends(person, "/settings/email", { email: other.email, current_password: PASSWORD });
    expect(await taken.text()).toContain('id="email-problem">An account with this e-mail address exists');
    await sends(person, "/settings/email", { email: person.email, current_password: PASSWORD });
    expect(await sql`select email from users where id = ${person.id}`).toEqual([{ email: person.email }]);
    expect(await actionsOf(person)).toEqual([]);
  });
});

describe("the password", () => {
  test("is changed, and every session but this one is ended", async () => {
    const person = await somebody(stack);
    const changed = await sends(person, "/settings/password", {
      current_password: PASSWORD,
      new_password: "another horse",
    });
    expect(changed.status).toBe(303);
    const cookie = (token: string) => ({ headers: { cookie: `__Host-session=${token}` } });
    expect((await request("/settings", cookie(sessionIn(changed)))).status).toBe(200);
    expect((await request("/settings", cookie(person.token))).status).toBe(302);
    expect((await logsIn(person.email, "another horse")).status).toBe(200);
  });

  test("a wrong one, or too short a new one, is said beside its field, and neither is sent back", async () => {
    const person = await somebody(stack);
    const wrong = await sends(person, "/settings/password", {
      current_password: "mistaken",
      new_password: "long enough",
    });
    const html = await wrong.text();
    expect([wrong.status, html.includes('id="current_password-problem">The current password is wrong')]).toEqual([
      422,
      true,
    ]);
    expect(html).not.toMatch(/mistaken|long enough/);
    const short = await sends(person, "/settings/password", { current_password: PASSWORD, new_password: "short" });
    expect(await short.text()).toContain('id="new_password-problem">must have at least 8 characters');
  });
});

test("signing out everywhere ends this session too", async () => {
  const person = await somebody(stack);
  const response = await sends(person, "/settings/sessions", {});
  expect([response.status, sessionIn(response)]).toEqual([303, ""]);
  expect((await person.request("/api/v1/auth/me")).status).toBe(401);
});

describe("API tokens", () => {
  const TOKENS = "/settings/tokens";
  const fields = {
    name: "CI",
    "scope-yank": "yank",
    "scope-review": "review",
    plugins: "auth-*, csv",
    expires_in_days: "7",
  };

  test("the secret is shown once, works, and is listed without it until it is revoked", async () => {
    const person = await somebody(stack);
    const created = await sends(person, TOKENS, fields, TOKENS);
    expect([created.status, created.headers.get("cache-control")]).toEqual([201, "no-store"]);
    const [secret = ""] = /mfr_[A-Za-z0-9]{20,}/.exec(await created.text()) ?? [];
    expect((await request("/api/v1/auth/me", { token: secret })).status).toBe(200);

    const listed = (await (await person.request("/api/v1/tokens")).json()) as { tokens: { id: string }[] };
    expect(listed.tokens).toMatchObject([{ name: "CI", scopes: ["yank", "review"], plugins: ["auth-*", "csv"] }]);
    const page = await (await request(TOKENS, { headers: { cookie: `__Host-session=${person.token}` } })).text();
    expect(page).not.toContain(secret);
    expect(page).toMatch(/CI.*yank, review.*auth-\*, csv.*last used.*just now/s);

    const revoked = await sends(person, `${TOKENS}/${listed.tokens[0]!.id}/revoke`, {}, TOKENS);
    expect([revoked.status, revoked.headers.get("location")]).toEqual([303, TOKENS]);
    expect((await request("/api/v1/auth/me", { token: secret })).status).toBe(401);
  });

  test("without a scope, or with a pattern that is none, it is not made, and the input is kept", async () => {
    const person = await somebody(stack);
    const response = await sends(
      person,
      TOKENS,
      { name: "<b>", "scope-yank": "", plugins: "A_B", expires_in_days: "30" },
      TOKENS,
    );
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('id="scopes-problem">must name at least one scope');
    expect(html).toContain('id="plugins-problem">must be a plugin name');
    expect(html).toContain('value="&lt;b&gt;"');
    expect(html).toMatch(/<option value="30" selected/);
  });

  test("somebody else's is not found, and goes on", async () => {
    const [person, other] = await Promise.all([somebody(stack), somebody(stack)]);
    const made = await other.request("/api/v1/tokens", { json: { name: "x", scopes: ["yank"] } });
    const { id } = (await made.json()) as { id: string };
    expect((await sends(person, `${TOKENS}/${id}/revoke`, {}, TOKENS)).status).toBe(404);
    expect(await sql`select from api_tokens where id = ${id} and revoked_at is null`).toHaveLength(1);
  });
});
