import { beforeAll, describe, expect, test } from "vitest";
import { auditOf } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm, sendForm } from "../support.ts";

const stack = shared();
const { request, url, sql } = stack;
let admin: Person;
let author: Person;
beforeAll(async () => {
  [admin, author] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack)]);
});

const see = (person: Person, path: string) => request(path, { headers: { cookie: `__Host-session=${person.token}` } });
const sees = async (path: string) => (await see(admin, path)).text();
const sends = async (path: string, fields: Record<string, string> = {}, person = admin) =>
  sendForm(request, url, path, await openForm(request, "/settings", person.token), fields);

const GRAVE = JSON.stringify([
  { severity: "high", code: "undeclared", text: "Opens sockets, which it does not declare." },
]);

async function aPlugin({ grave = false } = {}): Promise<string> {
  const name = unique("queued");
  await author.publishes(name);
  if (grave)
    await sql`update plugin_versions set findings = ${GRAVE}::jsonb
    where plugin_id = (select id from plugins where name = ${name})`;
  return name;
}

/** The section of the queue that a plugin stands in. */
async function sectionOf(name: string): Promise<string | undefined> {
  const sections = (await sees("/admin")).split(/<section aria-labelledby="/).slice(1);
  return sections.find((section) => section.includes(`href="/plugins/${name}"`))?.split('"')[0];
}

test("only administrators see any of it; visitors are asked to sign in", async () => {
  for (const path of ["/admin", "/admin/users", "/admin/audit-log"]) {
    expect((await see(author, path)).status, path).toBe(403);
    expect((await request(path)).headers.get("location")).toBe(`/login?next=${encodeURIComponent(path)}`);
  }
  const name = await aPlugin();
  for (const path of [
    `/admin/plugins/${name}/verify`,
    `/admin/plugins/${name}/takedown`,
    `/admin/users/${admin.id}/suspend`,
  ]) {
    expect((await sends(path, { reason: "Mine" }, author)).status, path).toBe(403);
  }
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

describe("the queue", () => {
  test("holds what nobody has verified, with what was found; verified, it is gone", async () => {
    const name = await aPlugin();
    expect(await sectionOf(name)).toBe("unverified");
    expect((await sends(`/admin/plugins/${name}/verify`)).headers.get("location")).toBe("/admin");
    expect(await sectionOf(name)).toBeUndefined();
    await sends(`/admin/plugins/${name}/unverify`);
    expect(await sectionOf(name)).toBe("unverified");
    expect(await auditOf(sql, name)).toEqual(["version.publish", "plugin.verify", "plugin.unverify"]);
  });

  test("a high finding comes first, also in a version that came after the mark, until somebody looks again", async () => {
    const name = await aPlugin({ grave: true });
    expect(await sectionOf(name)).toBe("flagged");
    expect(await sees("/admin")).toContain("Opens sockets, which it does not declare.");
    await sends(`/admin/plugins/${name}/verify`);
    expect(await sectionOf(name)).toBeUndefined();
    await sql`update plugins set verified_at = now() - interval '1 hour' where name = ${name}`;
    expect(await sectionOf(name)).toBe("flagged");
    await sends(`/admin/plugins/${name}/verify`);
    expect(await sectionOf(name)).toBeUndefined();
    expect(await auditOf(sql, name)).toEqual(["version.publish", "plugin.verify", "plugin.verify"]);
  });

  test("what is taken down is nowhere else, with its reason, until it is restored", async () => {
    const name = await aPlugin();
    const without = await sends(`/admin/plugins/${name}/takedown`, { reason: " " });
    expect([without.status, await without.text()]).toEqual([
      422,
      expect.stringContaining("The reason must have 1 to 500"),
    ]);
    await sends(`/admin/plugins/${name}/takedown`, { reason: "Steals <b>tokens</b>" });
    expect(await sectionOf(name)).toBe("taken_down");
    expect(await sees("/admin")).toContain("Steals &lt;b&gt;tokens&lt;/b&gt;");
    expect((await request(`/plugins/${name}`)).status).toBe(404);
    await sends(`/admin/plugins/${name}/restore`);
    expect((await request(`/plugins/${name}`)).status).toBe(200);
  });
});

test("a reserved name can be let pass", async () => {
  const wrong = await sends("/admin/names", { name: "Not A Name" });
  expect(await wrong.text()).toContain('id="name-problem">must be lower-case letters');
  const name = unique("allowed");
  expect((await sends("/admin/names", { name })).status).toBe(303);
  expect(await sql`select name from allowed_names where name = ${name}`).toEqual([{ name }]);
});

test("an account is found by how its name begins, locked out, and let in again", async () => {
  const person = await somebody(stack);
  const path = `/admin/users?q=${person.username.slice(0, -1)}`;
  const page = await sees(path);
  expect(page).toContain(person.email);
  expect(page).not.toContain(admin.email);
  const [, action = ""] = /action="(\/admin\/users\/[^"]*\/suspend[^"]*)"/.exec(page) ?? [];
  expect((await sends(action)).headers.get("location")).toBe(path);
  expect((await person.request("/api/v1/auth/me")).status).toBe(403);
  expect(await sees(path)).toContain("Suspended");
  await sends(action.replace("/suspend", "/unsuspend"));
  expect((await person.request("/api/v1/auth/me")).status).toBe(200);
  expect(await sees(`/admin/users?q=${admin.username}`)).not.toContain("/suspend");
});

test("the audit log tells who changed what, by who, what and plugin, in pages", async () => {
  const name = await aPlugin();
  await sends(`/admin/plugins/${name}/verify`);
  const rows = async (query: string) => (await sees(`/admin/audit-log?${query}`)).match(/<tr><td/g)?.length ?? 0;
  expect(await rows(`plugin=${name}`)).toBe(2);
  expect(await rows(`plugin=${name}&action=plugin.verify&actor=${admin.username}`)).toBe(1);
  expect(await rows(`plugin=${name}&action=plugin.verify&actor=${author.username}`)).toBe(0);
  const first = await sees(`/admin/audit-log?plugin=${name}&per_page=1`);
  expect(first).toContain(`href="/admin/audit-log?plugin=${name}&amp;page=1"`);
  expect((await see(admin, "/admin/audit-log?page=99999")).status).toBe(400);
});
