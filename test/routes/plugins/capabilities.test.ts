import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import wabt from "wabt";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();

async function moduleImporting(...imports: string[]) {
  const { parseWat } = await wabt();
  const lines = imports.map((name) => `(import "wasi_snapshot_preview1" "${name}" (func))`);
  const bytes = Buffer.from(
    parseWat("m.wat", `(module ${lines.join("")} (memory (export "memory") 1 2))`).toBinary({}).buffer,
  );
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { wasm_data: bytes.toString("base64"), checksum, file_size: bytes.length };
}

interface Version {
  version: string;
  capabilities: { id: string }[];
  capability_changes: string[];
  findings: { severity: string; code: string }[];
  wasm: { imports: unknown[] };
}

test("each version says what its module can do, and what is new since the one before", async () => {
  const person = await somebody(stack);
  const name = unique("able");
  await person.publish(name, "1.0.0", await moduleImporting("random_get"));
  await person.publish(name, "1.1.0", await moduleImporting("random_get", "sock_send"));
  const plugin = (await (await person.request(`/api/v1/plugins/${name}`)).json()) as {
    security_score: number;
    versions: Version[];
  };
  const [second, first] = plugin.versions;
  expect(first!.capabilities.map(({ id }) => id)).toEqual(["random"]);
  expect(first!.capability_changes).toEqual([]);
  expect(second!.capabilities.map(({ id }) => id)).toEqual(["random", "sockets"]);
  expect(second!.capability_changes).toEqual([expect.stringMatching(/^now also .*sockets/)]);
  expect(second!.wasm.imports).toHaveLength(2);
  expect(plugin.security_score).toBeLessThanOrEqual(50);

  const one = (await (await person.request(`/api/v1/plugins/${name}/versions/1.1.0`)).json()) as Version;
  expect(one).toEqual(second);
  const found = await person.request("/api/v1/plugins/search", { json: { query: name } });
  const listed = (await found.json()) as { plugins: { security_score: number; versions: Version[] }[] };
  expect(listed.plugins[0]).toMatchObject({ security_score: plugin.security_score, versions: [{ wasm: null }] });
});

test("an undeclared capability is a finding, a declared one is not; either way the version is published", async () => {
  const person = await somebody(stack);
  const name = unique("declared");
  const module = await moduleImporting("sock_send");
  const manifest = (version: string, allowed: boolean) => ({
    plugin: { id: name, version },
    capabilities: { network: { allow_http_outbound: allowed, allowed_hosts: ["example.com"] } },
  });
  expect((await person.publish(name, "1.0.0", { ...module, manifest: manifest("1.0.0", false) })).status).toBe(201);
  expect((await person.publish(name, "1.1.0", { ...module, manifest: manifest("1.1.0", true) })).status).toBe(201);
  const codes = async (version: string) => {
    const answer = await person.request(`/api/v1/plugins/${name}/versions/${version}`);
    const { findings } = (await answer.json()) as Version;
    return findings.map(({ code }) => code);
  };
  expect(await codes("1.0.0")).toContain("undeclared-sockets");
  expect(await codes("1.1.0")).not.toContain("undeclared-sockets");
});

test("a difference is to the version before in precedence, whatever was published in between or at the same time", async () => {
  const person = await somebody(stack);
  const name = unique("backport");
  const changes = async () => {
    const { versions } = (await (await person.request(`/api/v1/plugins/${name}`)).json()) as { versions: Version[] };
    return Object.fromEntries(versions.map(({ version, capability_changes: sentences }) => [version, sentences]));
  };
  await person.publishes(name, "1.0.0", await moduleImporting("random_get"));
  await person.publishes(name, "2.0.0", await moduleImporting("random_get", "sock_send"));
  const sockets = "now also imports sockets";
  expect(await changes()).toEqual({ "1.0.0": [], "2.0.0": [sockets] });

  await person.publishes(name, "1.1.0", await moduleImporting("random_get", "clock_time_get"));
  const clock = "now also reads the clock";
  const backported = { "1.0.0": [], "1.1.0": [clock], "2.0.0": [sockets, "no longer reads the clock"] };
  expect(await changes()).toEqual(backported);

  const modules = await Promise.all([moduleImporting("sock_send"), moduleImporting("sock_send", "environ_get")]);
  await Promise.all(modules.map((module, index) => person.publishes(name, `3.${index}.0`, module)));
  expect(await changes()).toEqual({
    ...backported,
    "3.0.0": ["no longer uses random numbers"],
    "3.1.0": ["now also reads environment variables and arguments"],
  });
});

test("the security score is the formula of the README: findings, verification, age, a yank", async () => {
  const person = await somebody(stack);
  const admin = await somebody(stack, { isAdmin: true });
  const name = unique("scored");
  const score = async () => {
    const { security_score } = (await (await person.request(`/api/v1/plugins/${name}`)).json()) as Record<
      string,
      number
    >;
    return security_score;
  };
  const verify = (verified: boolean) => admin.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified } });
  // Two low findings: it declares nothing, and exports no function.
  await person.publishes(name, "1.0.0", await moduleImporting("random_get"));
  expect(await score()).toBe(70 + 5 - 2 - 2);
  await verify(true);
  expect(await score()).toBe(70 + 5 - 2 - 2 + 15);
  const age = (days: number) => stack.sql`
    update plugin_versions v set published_at = now() - ${days} * interval '1 day'
    from plugins p where p.id = v.plugin_id and p.name = ${name}`;
  await age(91);
  expect(await score()).toBe(70 + 3 - 2 - 2 + 15);
  await age(366);
  expect(await score()).toBe(70 - 2 - 2 + 15);
  // One high finding, undeclared sockets: never above 50.
  await person.publishes(name, "1.1.0", await moduleImporting("random_get", "sock_send"));
  expect(await score()).toBe(50);
  await verify(false);
  expect(await score()).toBe(70 + 5 - 25 - 2 - 2);
  await person.request(`/api/v1/plugins/${name}/versions/1.1.0/yank`, { method: "DELETE" });
  await person.request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE" });
  expect(await score()).toBe(20);
});
