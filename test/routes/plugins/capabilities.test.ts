import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import wabt from "wabt";
import { publishBody, somebody, unique } from "../../support/people.ts";
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

test("three hundred mutated modules end in 201 or 400, never in a crash", async () => {
  const person = await somebody(stack);
  const name = unique("mutated");
  const sample = Buffer.from((await publishBody(name, "1.0.0")).wasm_data as string, "base64");
  let seed = 20_261_124;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed % below;
  };
  const body = await publishBody(name, "1.0.0");
  const attempt = async () => {
    const bytes = Buffer.from(sample);
    for (let i = 0; i <= random(4); i += 1) bytes[random(bytes.length)] = random(256);
    const mutated = random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
    if (mutated.length === 0) return 400;
    const checksum = createHash("sha256").update(mutated).digest("hex");
    const json = { ...body, wasm_data: mutated.toString("base64"), checksum, file_size: mutated.length };
    return (await person.request("/api/v1/plugins/publish?dry_run=true", { json })).status;
  };
  const statuses = new Set<number>();
  for (let round = 0; round < 15; round += 1) {
    for (const status of await Promise.all(Array.from({ length: 20 }, attempt))) statuses.add(status);
  }
  expect([...statuses].toSorted()).toEqual([200, 400]);
});
