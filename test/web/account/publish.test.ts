import { beforeAll, describe, expect, test } from "vitest";
import { auditOf } from "../../support/answers.ts";
import { wasmModule } from "../../support/modules.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm } from "../support.ts";
import { aPackage } from "./packages.ts";

const stack = shared();
const { request, url, sql } = stack;
let author: Person;
beforeAll(async () => void (author = await somebody(stack)));

/** Sends the form as a browser without scripts does. */
async function publishes(file: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}, by = author) {
  const { token, cookie } = await openForm(request, "/settings", by.token);
  const body = new FormData();
  body.set("form_token", token);
  body.set("file", new File([file], "anything"));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return request("/publish", { method: "POST", headers: { origin: new URL(url).origin, cookie }, body });
}

const about = (name: string) => ({
  name,
  version: "1.0.0",
  description: "A module alone",
  category: "testing",
  license: "MIT",
  tags: "json, web-token",
  repository: "",
  homepage: "",
  readme: "# Hello",
});

describe("POST /publish", () => {
  test("publishes a package, as its plugin.yaml says", async () => {
    const name = unique("packed");
    const response = await publishes(await aPackage(name));
    expect([response.status, response.headers.get("location")]).toEqual([303, `/plugins/${name}/1.0.0`]);
    expect(await (await request(`/plugins/${name}`)).text()).toContain("A plugin in a package");
    expect(await auditOf(sql, name)).toEqual(["version.publish"]);
  });

  test("publishes a module with what the form says of it", async () => {
    const name = unique("module");
    const response = await publishes(await wasmModule(name), about(name));
    expect(response.headers.get("location")).toBe(`/plugins/${name}/1.0.0`);
    const plugin = (await (await request(`/api/v1/plugins/${name}`)).json()) as object;
    expect(plugin).toMatchObject({ description: "A module alone", tags: ["json", "web-token"], repository: null });
  });

  test("only checks when asked to: shows what was read, writes nothing", async () => {
    const name = unique("checked");
    const response = await publishes(await aPackage(name), { dry_run: "true" });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toMatch(/Ready to be published.*passes every check; nothing was written/s);
    expect(html).toContain("it asks its host for no function at all");
    expect((await request(`/api/v1/plugins/${name}`)).status).toBe(404);
  });

  test("says what is wrong: with the file, with plugin.yaml, beside each field, with the name", async () => {
    const name = unique("wrong");
    const neither = await publishes(new Uint8Array([0x23, 0x21, 0x2f]));
    expect([neither.status, await neither.text()]).toEqual([
      422,
      expect.stringContaining("must be a package (.zip) or"),
    ]);
    const yaml = await (await publishes(await aPackage(name, "  repository: javascript:alert(1)\n"))).text();
    expect(yaml).toMatch(/plugin.yaml: repository<\/strong> must be an http/);
    const bare = await publishes(await wasmModule(name), { ...about(name), license: "<b>", version: "one" });
    const html = await bare.text();
    expect(html).toContain('id="license-problem">must be an SPDX expression');
    expect(html).toContain('id="version-problem">must be a semantic version');
    expect(html).toContain('value="&lt;b&gt;"');
    await (await somebody(stack)).publishes(name);
    const taken = await publishes(await aPackage(name));
    expect([taken.status, await taken.text()]).toEqual([422, expect.stringContaining("you are not one of its owners")]);
  });

  test("may connect to the storage, which no other page may", async () => {
    const policyOf = async (path: string) =>
      (await request(path, { headers: { cookie: `__Host-session=${author.token}` } })).headers.get(
        "content-security-policy",
      );
    expect(await policyOf("/publish")).toMatch(/connect-src 'self' http:\/\/127\.0\.0\.1:\d+;/);
    expect(await policyOf("/settings")).toContain("connect-src 'self';");
  });
});
