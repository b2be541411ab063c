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
  const manifest = (allowed: boolean) => ({
    plugin: { id: name },
    capabilities: { network: { allow_http_outbound: allowed, allowed_hosts: ["example.com"] } },
  });
  expect((await person.publish(name, "1.0.0", { ...module, manifest: manifest(false) })).status).toBe(201);
  expect((await person.publish(name, "1.1.0", { ...module, manifest: manifest(true) })).status).toBe(201);
  const codes = async (version: string) => {
    const answer = await person.request(`/api/v1/plugins/${name}/versions/${version}`);
    const { findings } = (await answer.json()) as Version;
    return findings.map(({ code }) => code);
  };
  expect(await codes("1.0.0")).toContain("undeclared-sockets");
  expect(await codes("1.1.0")).not.toContain("undeclared-sockets");
});
