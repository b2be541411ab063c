import { expect, test } from "vitest";
import { auditOf } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const owners = (name: string, username: string) => `/api/v1/plugins/${name}/owners/${username}`;
const add = (by: Person, name: string, whom: Person) => by.request(owners(name, whom.username), { method: "PUT" });
const remove = (by: Person, name: string, whom: Person) =>
  by.request(owners(name, whom.username), { method: "DELETE" });

async function plugin() {
  const owner = await somebody(stack);
  const name = unique("owned");
  expect((await owner.publish(name)).status).toBe(201);
  return { owner, name };
}

test("an owner adds another, who may publish, and whose right ends when they are removed", async () => {
  const { owner, name } = await plugin();
  const friend = await somebody(stack);
  expect((await friend.publish(name, "1.1.0")).status).toBe(403);
  expect((await add(owner, name, friend)).status).toBe(200);
  expect((await friend.publish(name, "1.1.0")).status).toBe(201);
  const listed = await (await owner.request(`/api/v1/plugins/${name}/owners`)).json();
  expect(listed).toMatchObject({
    owners: [
      { username: owner.username, added_by: null },
      { username: friend.username, added_by: owner.username },
    ],
  });
  expect((await remove(owner, name, friend)).status).toBe(200);
  expect((await friend.publish(name, "1.2.0")).status).toBe(403);
});

test("a stranger changes nothing, an administrator may", async () => {
  const { owner, name } = await plugin();
  const stranger = await somebody(stack);
  const admin = await somebody(stack, { isAdmin: true });
  expect((await add(stranger, name, stranger)).status).toBe(403);
  expect((await remove(stranger, name, owner)).status).toBe(403);
  expect((await add(admin, name, stranger)).status).toBe(200);
});

test("the last owner cannot go, not even when two remove each other at once", async () => {
  const { owner, name } = await plugin();
  const alone = await remove(owner, name, owner);
  expect([alone.status, await alone.json()]).toMatchObject([409, { code: "last_owner" }]);

  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [await somebody(stack), await somebody(stack)];
    const pair = unique("pair");
    await a.publish(pair);
    await add(a, pair, b);
    const answers = await Promise.all([remove(a, pair, b), remove(b, pair, a)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, expect.toBeOneOf([403, 409])]);
    const left = await stack.sql`
      select 1 from plugin_owners o join plugins p on p.id = o.plugin_id where p.name = ${pair}`;
    expect(left).toHaveLength(1);
  }
});

test.for([
  ["PUT", "nobody-of-that-name", 404],
  ["DELETE", "nobody-of-that-name", 404],
  ["PUT", "not%20a%20name", 404],
] as const)("%s of %s is 404", async ([method, username, status]) => {
  const { owner, name } = await plugin();
  const answer = await owner.request(`/api/v1/plugins/${name}/owners/${username}`, { method });
  expect([answer.status, await answer.json()]).toMatchObject([status, { code: "user_not_found" }]);
});

test("adding twice changes nothing the second time, and leaves one line in the audit log", async () => {
  const { owner, name } = await plugin();
  const friend = await somebody(stack);
  expect((await add(owner, name, friend)).status).toBe(200);
  expect((await add(owner, name, friend)).status).toBe(200);
  const rows = await stack.sql`
    select 1 from audit_log l join plugins p on p.id = l.plugin_id where p.name = ${name} and action = 'owner.add'`;
  expect(rows).toHaveLength(1);
});

test("a plugin is deprecated with what to use instead, and taken back by null", async () => {
  const { owner, name } = await plugin();
  const successor = await plugin();
  const deprecate = (body: unknown, by = owner) =>
    by.request(`/api/v1/plugins/${name}/deprecation`, { method: "PUT", json: body });
  const deprecated = { message: "Superseded", replacement: successor.name };
  expect((await deprecate(deprecated)).status).toBe(200);
  expect(await (await owner.request(`/api/v1/plugins/${name}`)).json()).toMatchObject({ deprecated });
  expect((await deprecate(deprecated, successor.owner)).status).toBe(403);
  const unknown = await deprecate({ message: "Superseded", replacement: unique("nothing") });
  expect([unknown.status, await unknown.json()]).toMatchObject([400, { issues: [{ path: "replacement" }] }]);
  for (const body of [deprecated, null, null]) expect((await deprecate(body)).status).toBe(200);
  expect(await (await owner.request(`/api/v1/plugins/${name}`)).json()).toMatchObject({ deprecated: null });
  const actions = await auditOf(stack.sql, name);
  expect(actions).toEqual(["version.publish", "plugin.deprecate", "plugin.undeprecate"]);
});
