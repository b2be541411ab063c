import { expect, test } from "vitest";
import { publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();

test.for(["admin", "mockforge", "mock-forge", "wasm", "test", "c0re", "versions"])("%s is reserved", async (name) => {
  const person = await somebody(stack);
  const answer = await person.publish(name);
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: "name_reserved" }]);
});

test("a name like a well-known plugin's is refused by its name, except to that plugin's owner", async () => {
  const [owner, stranger] = [await somebody(stack), await somebody(stack)];
  const known = unique("known");
  await owner.publish(known);
  const copy = `${known}x`;
  const tried = await stranger.request("/api/v1/plugins/publish?dry_run=true", {
    json: await publishBody(copy, "1.0.0"),
  });
  expect(tried.status).toBe(200);
  await stack.sql`update plugins set downloads = 1000 where name = ${known}`;
  for (const name of [copy, `${known}-rs`, `${known}-plugin`, `mockforge-${known}`]) {
    const answer = await stranger.publish(name);
    expect([name, answer.status, await answer.json()]).toMatchObject([
      name,
      409,
      { code: "name_too_similar", error: expect.stringContaining(`'${known}'`) as string },
    ]);
  }
  expect((await owner.publish(`${known}-js`)).status).toBe(201);
});

test("an administrator lets one pass", async () => {
  const [owner, stranger] = [await somebody(stack), await somebody(stack)];
  const admin = await somebody(stack, { isAdmin: true });
  const known = unique("known");
  await owner.publish(known);
  await stack.sql`update plugins set downloads = 1000 where name = ${known}`;
  const name = `${known}-rs`;
  const allow = `/api/v1/admin/names/${name}/allow`;
  expect((await stranger.publish(name)).status).toBe(409);
  expect((await stranger.request(allow, { method: "POST" })).status).toBe(403);
  expect((await admin.request(allow, { method: "POST" })).status).toBe(200);
  const noName = "/api/v1/admin/names/No_Name/allow";
  expect((await admin.request(noName, { method: "POST" })).status).toBe(404);
  expect((await stranger.publish(name)).status).toBe(201);
});
