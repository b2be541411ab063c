import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { beforeAll, expect, test } from "vitest";
import { answer, aTime, auditOf, aUuid, refusal } from "../../support/answers.ts";
import { wasmModule } from "../../support/modules.ts";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { announce, announces, complete, moduleOfSize, put } from "../../support/uploads.ts";

const stack = shared();
const { sql, store } = stack;
let person: Person;
beforeAll(async () => void (person = await somebody(stack)));

const rowsOf = (name: string) =>
  sql`select v.* from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name}`;
const filesOf = (name: string) => store.keys(`packages/${name}/`);

test("a module that is announced, sent and completed is published, and nothing of it is there before", async () => {
  const name = unique("uploaded");
  const module = await wasmModule(name);
  const announced = await answer(announce(person, name, module, { readme: "# Read me", tags: ["jwt"] }));
  expect(announced).toEqual({
    status: 202,
    body: {
      success: true,
      message: expect.stringContaining(`/api/v1/uploads/${announced.body.upload_id}/complete`),
      upload_id: aUuid,
      upload_url: expect.stringContaining(`packages/${name}/${announced.body.upload_id}.wasm`),
      upload_headers: {
        "content-length": `${module.length}`,
        "content-type": "application/wasm",
        "if-none-match": "*",
      },
      expires_at: aTime,
    },
  });
  const minutes = (Date.parse(announced.body.expires_at) - Date.now()) / 60_000;
  expect([minutes > 14, minutes < 15.1]).toEqual([true, true]);
  expect((await put(announced.body, module)).status).toBe(200);
  expect(await answer(stack.request(`/api/v1/plugins/${name}`))).toEqual(refusal(404, "plugin_not_found"));

  const completed = await answer(complete(person, announced.body));
  expect(completed).toMatchObject({ status: 201, body: { success: true, name, dry_run: false, published_at: aTime } });
  const checksum = createHash("sha256").update(module).digest("hex");
  const [version, ...others] = await rowsOf(name);
  expect([version, others]).toMatchObject([{ version: "1.0.0", checksum, size_bytes: module.length }, []]);
  expect(version).toMatchObject({ wasm: { exports: ["memory", "run"] }, readme: "# Read me", tags: ["jwt"] });
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
  expect((await filesOf(name)).toSorted()).toEqual([version?.module_key, version?.package_key].toSorted());

  const served = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(module);
  const zip = new Uint8Array(await (await stack.request(`/dl/${name}/${name}-1.0.0.zip`)).arrayBuffer());
  expect(version).toMatchObject({
    package_size_bytes: zip.length,
    package_checksum: createHash("sha256").update(zip).digest("hex"),
  });
  expect(unzipSync(zip)[`${name}.wasm`]).toEqual(module);
});

test("the package holds the same files, byte for byte, as when the module comes in JSON", async () => {
  const [name, other] = [unique("same"), unique("othr")];
  const module = await wasmModule("the same bytes");
  const manifestOf = (id: string) => ({ zebra: 1, plugin: { id, version: "1.0.0", b: 2, a: [3] } });
  const ticket = await announces(person, name, module, { manifest: manifestOf(name), readme: "# Hi" });
  await put(ticket, module);
  expect((await complete(person, ticket)).status).toBe(201);
  const body = await publishBody(other, "1.0.0", "the same bytes");
  const json = { ...body, manifest: manifestOf(other), readme: "# Hi" };
  expect((await person.request("/api/v1/plugins/publish", { json })).status).toBe(201);
  const packages = [name, other].map(async (each) => {
    const response = await stack.request(`/dl/${each}/${each}-1.0.0.zip`);
    const files = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer())));
    return files.map(([path, bytes]) => `${path}: ${Buffer.from(bytes).toString("latin1")}`.replaceAll(each, "name"));
  });
  const [uploaded, inline] = await Promise.all(packages);
  expect(uploaded).toHaveLength(3);
  expect(uploaded).toEqual(inline);
});

test("asked again, it answers as it first did, also to somebody who owns the plugin no longer", async () => {
  const name = unique("again");
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  await put(ticket, module);
  const first = await answer(complete(person, ticket));
  expect(first.status).toBe(201);
  expect(await answer(complete(person, ticket))).toEqual(first);
  await sql`update uploads set expires_at = now() - interval '1 hour' where id = ${ticket.upload_id}`;
  await sql`delete from plugin_owners where user_id = ${person.id} and plugin_id = (select id from plugins where name = ${name})`;
  expect(await answer(complete(person, ticket))).toEqual(first);
  expect(await rowsOf(name)).toHaveLength(1);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("ten completions at once publish once and answer alike", async () => {
  const name = unique("atonce");
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  await put(ticket, module);
  const answers = await Promise.all(Array.from({ length: 10 }, () => answer(complete(person, ticket))));
  expect(answers[0]?.status).toBe(201);
  for (const each of answers) expect(each).toEqual(answers[0]);
  expect(await rowsOf(name)).toHaveLength(1);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("somebody else's upload answers as one that never was", async () => {
  const module = await wasmModule("foreign");
  const ticket = await announces(person, unique("foreign"), module);
  await put(ticket, module);
  const [stranger, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
  const nothing = await answer(complete(stranger, { upload_id: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90" }));
  expect(nothing).toEqual(refusal(404, "upload_not_found"));
  for (const asking of [complete(stranger, ticket), complete(admin, ticket), complete(stranger, { upload_id: "x" })]) {
    const found = await answer(asking);
    expect({ ...found.body, request_id: 0 }).toEqual({ ...nothing.body, request_id: 0 });
    expect(found.status).toBe(404);
  }
  expect(await answer(complete(stack, ticket))).toEqual(refusal(401, "authentication_required"));
});

test("what has not arrived cannot be completed yet, and can be once it has", async () => {
  const module = await wasmModule("late");
  const ticket = await announces(person, unique("late"), module);
  expect(await answer(complete(person, ticket))).toEqual(refusal(409, "upload_incomplete"));
  await put(ticket, module);
  expect((await complete(person, ticket)).status).toBe(201);
});

test("after its time an upload is over", async () => {
  const name = unique("expired");
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  await put(ticket, module);
  await sql`update uploads set expires_at = now() where id = ${ticket.upload_id}`;
  expect(await answer(complete(person, ticket))).toEqual(refusal(410, "upload_expired"));
  expect(await rowsOf(name)).toEqual([]);
});

test("the URL takes exactly the bytes that were announced, and once", async () => {
  const name = unique("once");
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  const longer = new Uint8Array([...module, 0]);
  const { "if-none-match": _, ...unconditional } = ticket.upload_headers;
  const { "content-length": __, ...others } = ticket.upload_headers;
  expect((await put(ticket, longer, others)).status).toBe(403);
  expect((await put(ticket, module, unconditional)).status).toBe(403);
  expect((await put(ticket, module, { ...ticket.upload_headers, "content-type": "text/html" })).status).toBe(403);
  expect((await put(ticket, module)).status).toBe(200);
  const swapped = module.map((byte) => byte ^ 1);
  expect((await put(ticket, swapped)).status).toBe(412);
  expect((await put(ticket, swapped, unconditional)).status).toBe(403);
  expect((await complete(person, ticket)).status).toBe(201);
});

test("bytes of another length, other bytes and what is no module are refused, each time alike", async () => {
  const module = await wasmModule("right");
  const cases: [Uint8Array<ArrayBuffer>, Record<string, unknown>, object][] = [
    [module, { checksum: "0".repeat(64) }, { code: "invalid_input", issues: [{ path: "checksum" }] }],
    [new Uint8Array(50).fill(7), {}, { code: "invalid_input", issues: [{ path: "upload" }] }],
    [module.slice(0, -1), {}, { code: "invalid_input", issues: [{ path: "upload" }] }],
  ];
  for (const [bytes, more, expected] of cases) {
    const name = unique("wrong");
    const ticket = await announces(person, name, bytes, more);
    expect((await put(ticket, bytes)).status).toBe(200);
    expect(await answer(complete(person, ticket))).toMatchObject({ status: 400, body: expected });
    expect(await answer(complete(person, ticket))).toMatchObject({ status: 400, body: expected });
    expect(await rowsOf(name)).toEqual([]);
  }
  const name = unique("short");
  await announces(person, name, module);
  const [upload] = await sql`select id, module_key from uploads where module_key like ${`packages/${name}/%`}`;
  await store.put(upload?.module_key, module.slice(1));
  const ticket = { upload_id: upload?.id as string };
  expect(await answer(complete(person, ticket))).toEqual(refusal(409, "upload_incomplete"));
});

test("what was allowed at the announcement and no longer is, is refused at the completion", async () => {
  const name = unique("owned");
  await person.publishes(name, "0.9.0");
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  await put(ticket, module);
  await sql`delete from plugin_owners where user_id = ${person.id} and plugin_id = (select id from plugins where name = ${name})`;
  expect(await answer(complete(person, ticket))).toEqual(refusal(403, "not_owner"));

  const claimed = unique("claimed");
  const late = await announces(person, claimed, module);
  await put(late, module);
  await (await somebody(stack)).publishes(claimed);
  expect(await answer(complete(person, late))).toEqual(refusal(403, "not_owner"));
});

test("/camel completes as well, and answers in its spelling", async () => {
  const name = unique("camel");
  const module = await wasmModule(name);
  const { wasm_data: _, ...body } = await publishBody(name, "1.0.0", name);
  const announced = await answer(person.request("/camel/api/v1/plugins/publish", { json: body }));
  expect(announced).toMatchObject({ status: 202, body: { uploadId: aUuid, uploadHeaders: { "if-none-match": "*" } } });
  const { uploadId: upload_id, uploadUrl, uploadHeaders } = announced.body;
  expect((await fetch(uploadUrl, { method: "PUT", headers: uploadHeaders, body: module })).status).toBe(200);
  expect(await answer(complete(person, { upload_id }, "/camel"))).toMatchObject({
    status: 201,
    body: { publishedAt: aTime },
  });
});

test("50 MiB pass, a byte more does not", async () => {
  const most = 50 * 1024 * 1024;
  const name = unique("largest");
  const over = await answer(announce(person, name, new Uint8Array(0), { file_size: most + 1 }));
  expect(over).toMatchObject({ status: 400, body: { issues: [{ path: "file_size" }] } });
  const module = moduleOfSize(most, name);
  const ticket = await announces(person, name, module);
  expect((await put(ticket, module)).status).toBe(200);
  expect(await answer(complete(person, ticket))).toMatchObject({ status: 201 });
  expect(await rowsOf(name)).toMatchObject([{ size_bytes: most }]);
});
