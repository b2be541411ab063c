import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { answer, aTime, auditOf, refusal } from "../../support/answers.ts";
import { type PublishBody, publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql, store } = stack;
const PUBLISH = "/api/v1/plugins/publish";

const filesOf = (name: string) => store.keys(`packages/${name}/`);
const versionsOf = (name: string) =>
  sql`select v.* from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name} order by v.version`;

test("a first version claims the name and is there: rows, objects, owner, one audit entry", async () => {
  const author = await somebody(stack);
  const [name, dependency] = [unique("first"), unique("dependency")];
  await author.publishes(dependency);
  const body: PublishBody = {
    ...(await publishBody(name, "1.0.0")),
    category: "auth",
    license: "MIT OR Apache-2.0",
    repository: "https://example.com/code",
    homepage: "https://example.com",
    tags: ["jwt", "Security", "jwt"],
    dependencies: { [dependency]: ">=1.0, <2" },
    min_mockforge_version: "0.3.0",
    language: "Rust",
  };
  expect(await answer(author.request(PUBLISH, { json: body }))).toEqual({
    status: 201,
    body: expect.objectContaining({
      success: true,
      message: expect.stringContaining(name),
      name,
      version: "1.0.0",
      upload_url: `${stack.url}dl/${name}/${name}-1.0.0.wasm`,
      checksum: body.checksum,
      dry_run: false,
      published_at: aTime,
    }),
  });

  const [plugin] = await sql`select * from plugins where name = ${name}`;
  expect(plugin).toMatchObject({
    author_id: author.id,
    category: "auth",
    license: "MIT OR Apache-2.0",
    repository: "https://example.com/code",
    homepage: "https://example.com",
    language: "rust",
    tags: ["jwt", "security"],
  });
  const [version, ...others] = await versionsOf(name);
  expect(others).toEqual([]);
  expect(version).toMatchObject({
    id: plugin?.current_version_id,
    version: "1.0.0",
    checksum: body.checksum,
    size_bytes: body.file_size,
    min_mockforge_version: "0.3.0",
    published_by: author.id,
    yanked_at: null,
  });
  expect(await sql`select user_id from plugin_owners where plugin_id = ${plugin?.id}`).toEqual([
    { user_id: author.id },
  ]);
  expect(
    await sql`select p.name, d.requirement from plugin_dependencies d join plugins p on p.id = d.dependency_id
      where d.version_id = ${version?.id}`,
  ).toEqual([{ name: dependency, requirement: ">=1.0, <2" }]);
  const stored = await store.get(version?.module_key);
  expect(Buffer.from(stored ?? []).toString("base64")).toBe(body.wasm_data);
  expect(await filesOf(name)).toEqual(expect.arrayContaining([version?.module_key, version?.package_key]));
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("camelCase fields and `size` mean the same", async () => {
  const author = await somebody(stack);
  const name = unique("camel");
  const { file_size, wasm_data, ...body } = await publishBody(name, "1.0.0");
  const json = { ...body, size: file_size, wasmData: wasm_data, minMockforgeVersion: "0.2.0", repository: null };
  expect(await answer(author.request(PUBLISH, { json }))).toMatchObject({ status: 201 });
  expect(await versionsOf(name)).toMatchObject([{ min_mockforge_version: "0.2.0", size_bytes: file_size }]);
});

test("the package is a zip of plugin.yaml and the one module", async () => {
  const author = await somebody(stack);
  const name = unique("package");
  const body = await publishBody(name, "1.0.0");
  const [readme, tags] = ["# Hello", ["jwt"]];
  expect((await author.request(PUBLISH, { json: { ...body, readme, tags } })).status).toBe(201);
  const { body: entry } = await answer(request(`/api/v1/plugins/${name}/versions/1.0.0`));
  const download = await request(entry.package_url);
  expect([download.status, download.headers.get("content-type")]).toEqual([200, "application/zip"]);
  const bytes = new Uint8Array(await download.arrayBuffer());
  const checksum = createHash("sha256").update(bytes).digest("hex");
  expect(download.headers.get("etag")).toBe(`"${checksum}"`);
  expect(await versionsOf(name)).toMatchObject([{ package_checksum: checksum, package_size_bytes: bytes.length }]);

  const files = unzipSync(bytes);
  expect(Object.keys(files).filter((file) => file.endsWith(".wasm"))).toEqual([`${name}.wasm`]);
  expect(Buffer.from(files[`${name}.wasm`] ?? []).toString("base64")).toBe(body.wasm_data);
  expect(strFromU8(files["README.md"]!)).toBe("# Hello");
  expect(parse(strFromU8(files["plugin.yaml"]!))).toMatchObject({
    plugin: { id: name, version: "1.0.0", license: "MIT", keywords: ["jwt"] },
  });
});

test("the same bytes again answer 200 and change nothing; other bytes 409", async () => {
  const author = await somebody(stack);
  const name = unique("again");
  const body = await publishBody(name, "1.0.0");
  const first = await answer(author.request(PUBLISH, { json: body }));
  const before = [await versionsOf(name), await filesOf(name)];
  const second = await answer(author.request(PUBLISH, { json: body }));
  expect(second).toMatchObject({ status: 200, body: { success: true, published_at: first.body.published_at } });
  const other = await publishBody(name, "1.0.0", "other bytes");
  expect(await answer(author.request(PUBLISH, { json: other }))).toEqual(refusal(409, "version_exists"));
  expect([await versionsOf(name), await filesOf(name)]).toEqual(before);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("a yanked version's number is not free again", async () => {
  const author = await somebody(stack);
  const name = unique("yanked");
  await author.publishes(name);
  await author.request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE" });
  const json = await publishBody(name, "1.0.0", "another try");
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(refusal(409, "version_exists"));
});

test("versions that differ only in build metadata conflict", async () => {
  const author = await somebody(stack);
  const name = unique("build");
  await author.publishes(name, "1.0.0+linux");
  expect(await answer(author.publish(name, "1.0.0+mac"))).toEqual(refusal(409, "version_exists"));
  expect(await answer(author.publish(name, "1.0.0"))).toEqual(refusal(409, "version_exists"));
  await author.publishes(name, "1.0.1+mac");
  expect(await versionsOf(name)).toMatchObject([{ version: "1.0.0+linux" }, { version: "1.0.1+mac" }]);
});

test("names that are easily mistaken for a plugin's are refused, the owner's own included", async () => {
  const author = await somebody(stack);
  const name = unique("auth-jwt-il10");
  await author.publishes(name);
  for (const twin of [name.replace("auth-jwt", "authjwt"), name.replaceAll("-", ""), name.replace("il10", "ll1o")]) {
    expect(await answer(author.publish(twin)), twin).toEqual(refusal(409, "name_taken"));
    expect(await sql`select from plugins where name = ${twin}`).toEqual([]);
  }
});

test("nobody but an owner publishes a version", async () => {
  const [author, stranger, admin] = await Promise.all([
    somebody(stack),
    somebody(stack),
    somebody(stack, { isAdmin: true }),
  ]);
  const name = unique("owned");
  await author.publishes(name);
  for (const other of [stranger, admin]) {
    expect(await answer(other.publish(name, "1.1.0"))).toEqual(refusal(403, "not_owner"));
  }
  expect(await versionsOf(name)).toHaveLength(1);
  const [plugin] = await sql`select id from plugins where name = ${name}`;
  await sql`insert into plugin_owners (plugin_id, user_id) values (${plugin?.id}, ${stranger.id})`;
  await stranger.publishes(name, "1.1.0");
  expect(await versionsOf(name)).toMatchObject([{ published_by: author.id }, { published_by: stranger.id }]);
});

test("somebody without a session, with a bad one, or suspended, publishes nothing", async () => {
  const author = await somebody(stack);
  const name = unique("nobody");
  const json = await publishBody(name, "1.0.0");
  expect(await answer(request(PUBLISH, { json }))).toEqual(refusal(401, "authentication_required"));
  expect(await answer(request(PUBLISH, { json, token: "not.a.token" }))).toEqual(refusal(401, "invalid_token"));
  await sql`update users set suspended_at = now() where id = ${author.id}`;
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(refusal(403, "account_suspended"));
  expect(await sql`select from plugins where name = ${name}`).toEqual([]);
  expect(await filesOf(name)).toEqual([]);
});

test("a dry run runs every check and writes nothing", async () => {
  const author = await somebody(stack);
  const name = unique("dry");
  const body = await publishBody(name, "1.0.0");
  const dryRun = (json: unknown) => answer(author.request(`${PUBLISH}?dry_run=true`, { json }));
  expect(await dryRun(body)).toMatchObject({ status: 200, body: { success: true, dry_run: true, published_at: null } });
  expect(await sql`select from plugins where name = ${name}`).toEqual([]);
  expect(await filesOf(name)).toEqual([]);

  expect(await dryRun({ ...body, dependencies: { [unique("none")]: "1" } })).toMatchObject({ status: 400 });
  await author.publishes(name);
  const before = await filesOf(name);
  expect(await dryRun(await publishBody(name, "1.0.0", "other"))).toEqual(refusal(409, "version_exists"));
  expect(await dryRun(await publishBody(name, "1.1.0"))).toMatchObject({ status: 200, body: { dry_run: true } });
  expect(await versionsOf(name)).toHaveLength(1);
  expect(await filesOf(name)).toEqual(before);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});
