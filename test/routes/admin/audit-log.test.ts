import { beforeAll, expect, test } from "vitest";
import { answer, aTime, invalid } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const name = unique("logged");

let admin: Person;
let author: Person;
let reviewer: Person;
beforeAll(async () => {
  [admin, author, reviewer] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack), somebody(stack)]);
  await author.publishes(name);
  await reviewer.reviews(name, 4);
  await author.publishes(name, "1.1.0");
  await author.request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE", json: { reason: "Slow" } });
  await admin.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified: true } });
  await admin.request(`/api/v1/admin/plugins/${name}/takedown`, { json: { reason: "Spam" } });
  await admin.request(`/api/v1/admin/users/${author.id}/suspend`, { method: "POST" });
});

const log = (parameters: Record<string, string>) =>
  answer(admin.request(`/api/v1/admin/audit-log?${new URLSearchParams(parameters)}`));
const actionsOf = async (parameters: Record<string, string>) =>
  (await log(parameters)).body.entries.map(({ action }: { action: string }) => action);

test("an entry says who did what to which plugin or account, when, and how", async () => {
  const { status, body } = await log({ plugin: name });
  expect([status, body.total, body.page, body.per_page]).toEqual([200, 6, 0, 20]);
  expect(body.entries[0]).toEqual({
    id: expect.any(Number),
    action: "plugin.takedown",
    actor: admin.username,
    plugin: name,
    user: null,
    details: { reason: "Spam" },
    created_at: aTime,
  });
  const [suspension] = (await log({ actor: admin.username })).body.entries;
  expect(suspension).toMatchObject({ action: "account.suspend", plugin: null, user: author.username });
  expect(JSON.stringify(body)).not.toContain("@example.com");
});

test("entries are filtered by plugin, actor and action, the latest first", async () => {
  const all = [
    "plugin.takedown",
    "plugin.verify",
    "version.yank",
    "version.publish",
    "review.create",
    "version.publish",
  ];
  expect(await actionsOf({ plugin: name })).toEqual(all);
  expect(await actionsOf({ plugin: name, action: "version.publish" })).toEqual(["version.publish", "version.publish"]);
  expect(await actionsOf({ plugin: name, actor: author.username.toUpperCase() })).toEqual([
    "version.yank",
    "version.publish",
    "version.publish",
  ]);
  expect(await actionsOf({ actor: reviewer.username })).toEqual(["review.create"]);
  expect(await actionsOf({ actor: reviewer.username, action: "plugin.verify" })).toEqual([]);
  expect(await actionsOf({ actor: unique("nobody") })).toEqual([]);
  expect(await actionsOf({ plugin: unique("none") })).toEqual([]);
  expect(await actionsOf({ action: "plugin.explode" })).toEqual([]);
});

test("entries come page by page", async () => {
  const pages = await Promise.all([0, 1, 2].map((page) => log({ plugin: name, page: String(page), per_page: "4" })));
  expect(pages.map(({ body }) => [body.total, body.entries.length])).toEqual([
    [6, 4],
    [6, 2],
    [6, 0],
  ]);
  expect(await log({ plugin: "No Name", page: "x", per_page: "0" })).toEqual(invalid("plugin", "page", "per_page"));
  expect(await log({ page: "101", per_page: "100" })).toEqual(invalid("page"));
});
