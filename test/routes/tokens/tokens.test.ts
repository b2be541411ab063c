import { beforeAll, describe, expect, test } from "vitest";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

interface Created {
  id: string;
  token: string;
  token_prefix: string;
}

const stack = shared();
let person: Person;

beforeAll(async () => {
  person = await somebody(stack);
});

async function makeToken(owner: Person, body: Record<string, unknown>): Promise<Created> {
  const answer = await owner.request("/api/v1/tokens", { json: { name: "ci", ...body } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Created;
}

/** Somebody's requests, made with one of their API tokens. */
const withToken = (token: string, path: string, options = {}) => stack.request(path, { token, ...options });

const publishWith = async (token: string, name: string, version: string) =>
  withToken(token, "/api/v1/plugins/publish", { json: await publishBody(name, version) });

test("a token's secret is shown once, and stored only as its hash", async () => {
  const created = await makeToken(person, { scopes: ["yank"] });
  expect(created.token).toMatch(/^mfr_[0-9A-Za-z]{38}$/);
  expect(created.token.startsWith(created.token_prefix)).toBe(true);

  const listed = await (await person.request("/api/v1/tokens")).text();
  expect(listed).toContain(created.id);
  expect(listed).not.toContain(created.token);
  const [row] = await stack.sql`select to_jsonb(t) as row from api_tokens t where id = ${created.id}`;
  expect(JSON.stringify(row)).not.toContain(created.token.slice(12));
});

test("without a number of days it is good for ninety", async () => {
  const { id } = await makeToken(person, { scopes: ["yank"] });
  const [row] = await stack.sql`
    select round(extract(epoch from expires_at - created_at) / 86400)::integer as days from api_tokens where id = ${id}`;
  expect(row).toEqual({ days: 90 });
});

test.for([
  [{ scopes: [] }, "scopes"],
  [{ scopes: ["everything"] }, "scopes.0"],
  [{ scopes: ["yank"], expires_in_days: 366 }, "expires_in_days"],
  [{ scopes: ["yank"], expires_in_days: 0 }, "expires_in_days"],
  [{ scopes: ["yank"], plugins: ["Auth*"] }, "plugins.0"],
])("refuses %j", async ([body, path]) => {
  const answer = await person.request("/api/v1/tokens", { json: { name: "ci", ...(body as object) } });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "invalid_input", issues: [{ path }] });
});

describe("a token's scopes", () => {
  test("publish:new claims names, publish:update does not, and the answer names what is missing", async () => {
    const { token } = await makeToken(person, { scopes: ["publish:update"] });
    const name = unique("scoped");
    const refused = await publishWith(token, name, "1.0.0");
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: "missing_scope", error: expect.stringContaining("'publish:new'") as string },
    ]);
    const { token: claiming } = await makeToken(person, { scopes: ["publish:new"] });
    expect((await publishWith(claiming, name, "1.0.0")).status).toBe(201);
    expect((await publishWith(claiming, name, "1.1.0")).status).toBe(403);
    expect((await publishWith(token, name, "1.1.0")).status).toBe(201);
  });

  test("a name pattern keeps it to those plugins", async () => {
    const { token } = await makeToken(person, { scopes: ["publish:new"], plugins: ["auth-*"] });
    const outside = await publishWith(token, unique("template"), "1.0.0");
    expect([outside.status, await outside.json()]).toMatchObject([403, { code: "plugin_outside_token" }]);
    expect((await publishWith(token, unique("auth"), "1.0.0")).status).toBe(201);
  });
});

describe("a token ends", () => {
  const use = async (token: string) => (await withToken(token, "/api/v1/auth/me")).status;

  test("when it is revoked, and only its owner can do that", async () => {
    const { token, id } = await makeToken(person, { scopes: ["yank"] });
    const stranger = await somebody(stack);
    expect(await use(token)).toBe(200);
    expect((await stranger.request(`/api/v1/tokens/${id}`, { method: "DELETE" })).status).toBe(404);
    expect((await person.request(`/api/v1/tokens/${id}`, { method: "DELETE" })).status).toBe(200);
    expect(await use(token)).toBe(401);
    expect((await person.request(`/api/v1/tokens/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  test("when its time is over", async () => {
    const { token, id } = await makeToken(person, { scopes: ["yank"] });
    await stack.sql`update api_tokens set expires_at = now() - interval '1 second' where id = ${id}`;
    expect(await use(token)).toBe(401);
  });

  test("when its account is suspended", async () => {
    const other = await somebody(stack);
    const { token } = await makeToken(other, { scopes: ["yank"] });
    await stack.sql`update users set suspended_at = now() where id = ${other.id}`;
    expect(await use(token)).toBe(403);
  });
});

test("its last use is noted, at most once an hour", async () => {
  const { token, id } = await makeToken(person, { scopes: ["yank"] });
  const used = async () => {
    await withToken(token, "/api/v1/auth/me");
    const [row] = await stack.sql<{ at: string }>`select last_used_at::text as at from api_tokens where id = ${id}`;
    return row!.at;
  };
  const first = await used();
  expect(first).not.toBeNull();
  expect(await used()).toBe(first);
  await stack.sql`update api_tokens set last_used_at = last_used_at - interval '61 minutes' where id = ${id}`;
  expect((await used()) >= first).toBe(true);
});

test("making and revoking one each leave one line in the audit log", async () => {
  const other = await somebody(stack);
  const { id } = await makeToken(other, { scopes: ["yank"] });
  await other.request(`/api/v1/tokens/${id}`, { method: "DELETE" });
  const rows = await stack.sql`select action from audit_log where actor_id = ${other.id} order by id`;
  expect(rows).toEqual([{ action: "token.create" }, { action: "token.revoke" }]);
});
