import { beforeAll, expect, test } from "vitest";
import { answer, aTime, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { sql } = stack;
const NONE = "00000000-0000-4000-8000-000000000000";

let admin: Person;
beforeAll(async () => {
  admin = await somebody(stack, { isAdmin: true });
});

const list = (parameters: Record<string, string>) =>
  answer(admin.request(`/api/v1/admin/users?${new URLSearchParams(parameters)}`));
const setState = (id: string, verb: "suspend" | "unsuspend") =>
  answer(admin.request(`/api/v1/admin/users/${id}/${verb}`, { method: "POST" }));
const auditOfUser = async (id: string) =>
  (await sql`select action, actor_id from audit_log where user_id = ${id} order by id`).map(Object.values);

test("an account is found by the beginning of its name or e-mail address, in any case", async () => {
  const person = await somebody(stack);
  await person.publishes(unique("counted"));
  const found = {
    status: 200,
    body: {
      users: [
        {
          id: person.id,
          username: person.username,
          email: person.email,
          is_admin: false,
          is_official: false,
          suspended_at: null,
          created_at: aTime,
          plugins_count: 1,
        },
      ],
      total: 1,
      page: 0,
      per_page: 20,
    },
  };
  for (const q of [person.username, person.username.toUpperCase(), person.email, person.username.slice(0, -1)]) {
    expect(await list({ q }), q).toEqual(found);
  }
  expect((await list({ q: person.username.slice(1) })).body.total).toBe(0);
});

test("the signs of a pattern are only signs", async () => {
  for (const q of ["%", "_____", "user%", "user_", "\\", "'"]) {
    expect(await list({ q }), q).toMatchObject({ status: 200, body: { total: 0, users: [] } });
  }
});

test("accounts come page by page, the newest first", async () => {
  const word = uniqueWord();
  for (const number of [1, 2, 3]) {
    await sql`insert into users (username, email, password_hash, created_at)
      values (${`${word}-${number}`}, ${`${word}-${number}@example.com`}, 'x', now() + ${number} * interval '1 second')`;
  }
  const page = async (number: number) => {
    const { body } = await list({ q: word, page: String(number), per_page: "2" });
    expect(body).toMatchObject({ total: 3, page: number, per_page: 2 });
    return body.users.map(({ username }: { username: string }) => username.split("-")[1]);
  };
  expect([await page(0), await page(1), await page(2)]).toEqual([["3", "2"], ["1"], []]);
  const [counted] = await sql`select count(*)::int as count from users`;
  expect((await list({})).body.total).toBeGreaterThanOrEqual(counted?.count);
  expect(await list({ page: "-1", per_page: "101" })).toEqual(invalid("page", "per_page"));
  expect(await list({ page: "101", per_page: "100" })).toEqual(invalid("page"));
  expect(await list({ q: "x".repeat(255) })).toEqual(invalid("q"));
});

test("who is suspended is out at once, with every session, and back in when that is taken back", async () => {
  const person = await somebody(stack);
  const name = unique("suspended");
  await person.publishes(name);
  expect((await person.request("/api/v1/auth/me")).status).toBe(200);
  const suspended = await setState(person.id, "suspend");
  expect(suspended).toEqual({
    status: 200,
    body: { success: true, user_id: person.id, suspended_at: aTime, message: `${person.username} is suspended` },
  });
  expect(await answer(person.request("/api/v1/auth/me"))).toEqual(refusal(403, "account_suspended"));
  expect(await answer(person.publish(name, "1.1.0"))).toEqual(refusal(403, "account_suspended"));
  expect((await stack.request(`/api/v1/plugins/${name}`)).status).toBe(200);
  expect((await list({ q: person.username })).body.users[0].suspended_at).toBe(suspended.body.suspended_at);
  expect((await setState(person.id, "suspend")).body.suspended_at).toBe(suspended.body.suspended_at);
  expect(await setState(person.id, "unsuspend")).toEqual({
    status: 200,
    body: { success: true, user_id: person.id, suspended_at: null, message: expect.stringContaining(person.username) },
  });
  expect((await person.request("/api/v1/auth/me")).status).toBe(200);
  expect((await auditOfUser(person.id)).filter(([action]) => String(action).endsWith("suspend"))).toEqual([
    ["account.suspend", admin.id],
    ["account.unsuspend", admin.id],
  ]);
});

test("an administrator who is suspended in the middle of something does nothing more", async () => {
  const [other, victim] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack)]);
  await setState(other.id, "suspend");
  const sent = other.request(`/api/v1/admin/users/${victim.id}/suspend`, { method: "POST" });
  expect(await answer(sent)).toEqual(refusal(403, "account_suspended"));
  expect(await sql`select suspended_at from users where id = ${victim.id}`).toEqual([{ suspended_at: null }]);
});

test("an account that does not exist is 404", async () => {
  for (const id of [NONE, "me", "1'"]) {
    expect(await setState(id, "suspend")).toEqual(refusal(404, "user_not_found"));
    expect(await setState(id, "unsuspend")).toEqual(refusal(404, "user_not_found"));
  }
});
