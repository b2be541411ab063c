import { describe, expect, test } from "vitest";
import { auditOf } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm, sendForm } from "../support.ts";

const stack = shared();
const { request, url, sql } = stack;

const see = (person: Person, path: string) => request(path, { headers: { cookie: `__Host-session=${person.token}` } });
const sends = async (person: Person, path: string, fields: Record<string, string> = {}) =>
  sendForm(request, url, path, await openForm(request, "/settings", person.token), fields);

async function ownedPlugin() {
  const owner = await somebody(stack);
  const name = unique("managed");
  await owner.publishes(name);
  return { owner, name, path: `/plugins/${name}/manage` };
}

describe("/plugins/:name/manage", () => {
  test("an owner adds another one, who removes the first; the last one stays", async () => {
    const [{ owner, name, path }, other] = await Promise.all([ownedPlugin(), somebody(stack)]);
    expect((await sends(owner, `${path}/owners`, { username: other.username })).headers.get("location")).toBe(path);
    expect(await (await see(other, path)).text()).toContain(`added by ${owner.username}`);
    const removed = await sends(other, `${path}/owners/remove`, { username: owner.username });
    expect(removed.headers.get("location")).toBe(path);
    expect((await see(owner, path)).status).toBe(403);
    const last = await sends(other, `${path}/owners/remove`, { username: other.username });
    expect([last.status, await last.text()]).toEqual([422, expect.stringContaining("A plugin needs an owner")]);
    expect(await auditOf(sql, name)).toEqual(["version.publish", "owner.add", "owner.remove"]);
  });

  test("who removes themselves is led away from what they may no longer see", async () => {
    const [{ owner, name, path }, other] = await Promise.all([ownedPlugin(), somebody(stack)]);
    await sends(owner, `${path}/owners`, { username: other.username });
    const left = await sends(owner, `${path}/owners/remove`, { username: owner.username });
    expect(left.headers.get("location")).toBe(`/plugins/${name}`);
  });

  test("an unknown user is said beside the field", async () => {
    const { owner, path } = await ownedPlugin();
    const response = await sends(owner, `${path}/owners`, { username: "nobody-at-all" });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('id="username-problem">There is no user');
    expect(html).toContain('value="nobody-at-all"');
  });

  test("a version is yanked with its reason, and back", async () => {
    const { owner, name, path } = await ownedPlugin();
    expect((await sends(owner, `${path}/yank`, { version: "1.0.0", reason: "Leaks <tokens>" })).status).toBe(303);
    expect(await (await request(`/plugins/${name}`)).text()).toContain("Leaks &lt;tokens&gt;");
    expect(await (await see(owner, path)).text()).toContain("Every version is yanked");
    expect((await sends(owner, `${path}/unyank`, { version: "1.0.0" })).status).toBe(303);
    const unknown = await sends(owner, `${path}/yank`, { version: "9.9.9", reason: "" });
    expect(await unknown.text()).toContain('id="version-problem">Plugin');
    expect(await auditOf(sql, name)).toEqual(["version.publish", "version.yank", "version.unyank"]);
  });

  test("the plugin is deprecated in favour of another one, and back", async () => {
    const [{ owner, name, path }, { name: better }] = await Promise.all([ownedPlugin(), ownedPlugin()]);
    const wrong = await sends(owner, `${path}/deprecation`, { message: "Old", replacement: "no-such-plugin" });
    expect(await wrong.text()).toContain('id="replacement-problem">There is no other plugin');
    await sends(owner, `${path}/deprecation`, { message: "Superseded", replacement: better });
    expect(await (await request(`/plugins/${name}`)).text()).toMatch(
      new RegExp(`Superseded.*href="/plugins/${better}"`, "s"),
    );
    await sends(owner, `${path}/deprecation`, { message: "Just old", replacement: "" });
    await sends(owner, `${path}/deprecation/end`);
    expect(await auditOf(sql, name)).toEqual([
      "version.publish",
      "plugin.deprecate",
      "plugin.deprecate",
      "plugin.undeprecate",
    ]);
  });

  test("strangers are refused, on the page and by each form; an administrator may yank and change owners", async () => {
    const [{ name, path }, stranger, admin] = await Promise.all([
      ownedPlugin(),
      somebody(stack),
      somebody(stack, { isAdmin: true }),
    ]);
    expect((await see(stranger, path)).status).toBe(403);
    const forms: [string, Record<string, string>][] = [
      ["owners", { username: stranger.username }],
      ["owners/remove", { username: admin.username }],
      ["yank", { version: "1.0.0" }],
      ["unyank", { version: "1.0.0" }],
      ["deprecation", { message: "Mine" }],
      ["deprecation/end", {}],
    ];
    for (const [form, fields] of forms)
      expect((await sends(stranger, `${path}/${form}`, fields)).status, form).toBe(403);
    expect(await auditOf(sql, name)).toEqual(["version.publish"]);
    expect(await (await see(admin, path)).text()).not.toContain("Deprecate");
    expect((await sends(admin, `${path}/yank`, { version: "1.0.0" })).status).toBe(303);
  });
});
