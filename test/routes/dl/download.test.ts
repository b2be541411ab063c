import { beforeAll, expect, test } from "vitest";
import { answer, refusal } from "../../support/answers.ts";
import { type Person, publishBody, type PublishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;
const name = unique("download");
const FORMS = {
  api: `/api/v1/plugins/${name}/versions/1.0.0/download`,
  file: `/dl/${name}/${name}-1.0.0.wasm`,
};
const forms = Object.entries(FORMS);

let author: Person;
let body: PublishBody;
let module: Buffer;
beforeAll(async () => {
  author = await somebody(stack);
  body = await publishBody(name, "1.0.0");
  module = Buffer.from(String(body.wasm_data), "base64");
  await author.publishes(name);
});

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test.for(forms)(
  "by its %s address, the module comes with what a client needs to check and keep it",
  async ([, path]) => {
    // Cloudflare, and the local stack with it, compresses modules for who asks for it, and then cannot tell their length.
    const response = await request(path, { headers: { "accept-encoding": "identity" } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/wasm",
      "content-length": String(module.length),
      "content-disposition": `attachment; filename="${name}-1.0.0.wasm"`,
      etag: `"${String(body.checksum)}"`,
      "accept-ranges": "bytes",
      "cache-control": expect.stringContaining("public"),
      "access-control-allow-origin": "*",
    });
    expect(await bytesOf(response)).toEqual(module);
  },
);

test("the package comes by its name", async () => {
  const response = await request(`/dl/${name}/${name}-1.0.0.zip`);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${name}-1.0.0.zip"`,
    etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
  });
  expect((await bytesOf(response)).subarray(0, 2).toString()).toBe("PK");
});

test.for(forms)("by its %s address, HEAD answers as GET does, without the bytes", async ([, path]) => {
  const response = await request(path, { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-length": String(module.length),
    etag: `"${String(body.checksum)}"`,
    "content-type": "application/wasm",
  });
});

test.for(forms)("by its %s address, who holds the bytes gets 304", async ([, path]) => {
  const etag = `"${String(body.checksum)}"`;
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const response = await request(path, { headers: { "if-none-match": held } });
    expect([response.status, await response.text(), response.headers.get("etag")], held).toEqual([304, "", etag]);
  }
  expect((await request(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
});

test.for(forms)("by its %s address, a range is a part of the bytes", async ([, path]) => {
  const part = async (range: string) => {
    const response = await request(path, { headers: { range } });
    return [response.status, response.headers.get("content-range"), await bytesOf(response)];
  };
  const { length } = module;
  expect(await part("bytes=0-7")).toEqual([206, `bytes 0-7/${length}`, module.subarray(0, 8)]);
  expect(await part("bytes=8-")).toEqual([206, `bytes 8-${length - 1}/${length}`, module.subarray(8)]);
  expect(await part("bytes=-4")).toEqual([206, `bytes ${length - 4}-${length - 1}/${length}`, module.subarray(-4)]);
});

test.for(forms)("by its %s address, a range beyond the bytes is 416", async ([, path]) => {
  const response = await request(path, { headers: { range: `bytes=${module.length}-` } });
  expect(response.headers.get("content-range")).toBe(`bytes */${module.length}`);
  expect(await answer(response)).toEqual(refusal(416, "range_not_satisfiable"));
});

test("who is signed in gets the same bytes, and nobody keeps the answer for them", async () => {
  const response = await author.request(FORMS.file);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await bytesOf(response)).toEqual(module);
});

test("a session that is none is refused, even for what is public", async () => {
  expect(await answer(request(FORMS.file, { token: "no.such.token" }))).toEqual(refusal(401, "invalid_token"));
});

test("names with hyphens, prereleases and build metadata are told apart", async () => {
  const outer = `${name}-1`;
  const published: [string, string][] = [
    [outer, "2.0.0"],
    [name, "1.0.1-rc.1"],
    [name, "1.0.2+build.5"],
    [`${name}-x`, "1.0.0"],
  ];
  for (const [plugin, version] of published) await author.publishes(plugin, version);
  for (const [plugin, version] of published) {
    const response = await request(`/dl/${plugin}/${plugin}-${version}.wasm`);
    const { checksum } = await publishBody(plugin, version);
    expect([response.status, response.headers.get("etag")], `${plugin} ${version}`).toEqual([
      200,
      `"${String(checksum)}"`,
    ]);
  }
});

test("an address that names no file is 404", async () => {
  const none = unique("none");
  expect(await answer(request(`/dl/${none}/${none}-1.0.0.wasm`))).toEqual(refusal(404, "plugin_not_found"));
  expect(await answer(request(`/dl/${name}/${name}-9.9.9.wasm`))).toEqual(refusal(404, "version_not_found"));
  expect(await answer(request(`/api/v1/plugins/${name}/versions/9.9.9/download`))).toEqual(
    refusal(404, "version_not_found"),
  );
  for (const selector of ["latest", "^1"]) {
    const sent = request(`/api/v1/plugins/${name}/versions/${selector}/download`);
    expect(await answer(sent), selector).toEqual(refusal(404, "version_not_found"));
  }
  for (const file of [
    `${name}-1.0.0.tar`,
    `${name}-1.0.0`,
    `${name}.wasm`,
    "1.0.0.wasm",
    "x.wasm",
    `${none}-1.0.0.wasm`,
  ]) {
    expect(await answer(request(`/dl/${name}/${file}`)), file).toMatchObject({ status: 404 });
  }
  expect((await request(`/dl/${name}/..%2f${name}-1.0.0.wasm`)).status).toBe(404);
});

test("a download while signed in makes the reviews of that account verified, of others not", async () => {
  const plugin = unique("verified");
  await author.publishes(plugin);
  const [downloader, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  expect((await downloader.request(`/dl/${plugin}/${plugin}-1.0.0.wasm`)).status).toBe(200);
  expect((await request(`/dl/${plugin}/${plugin}-1.0.0.wasm`)).status).toBe(200);
  await reader.request(`/dl/${plugin}/${plugin}-1.0.0.wasm`, { method: "HEAD" });
  for (const person of [downloader, reader]) await person.reviews(plugin, 4);
  const { reviews } = (await answer(request(`/api/v1/plugins/${plugin}/reviews`))).body;
  const verified = reviews.map((review: { verified: boolean; user: { id: string } }) => [
    review.user.id,
    review.verified,
  ]);
  expect(Object.fromEntries(verified)).toEqual({ [downloader.id]: true, [reader.id]: false });
  expect(
    await sql`select user_id from user_downloads d join plugins p on p.id = d.plugin_id where p.name = ${plugin}`,
  ).toEqual([{ user_id: downloader.id }]);
});
