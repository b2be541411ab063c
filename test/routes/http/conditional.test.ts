import { describe, expect, test } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request } = stack;
const author = await somebody(stack);
const name = unique("conditional");
await author.publish(name);
const path = `/api/v1/plugins/${name}`;
const etagOf = async (at = path) => (await request(at)).headers.get("etag") ?? "";

test("a public read has a strong ETag and says who may keep it", async () => {
  const response = await request(path);
  expect(response.headers.get("etag")).toMatch(/^"[0-9a-f]+"$/);
  expect(response.headers.get("cache-control")).toMatch(/^public, max-age=0, s-maxage=\d+$/);
  expect(response.headers.get("vary")).toMatch(/\bAuthorization\b/i);
  expect(response.headers.get("content-type")).toMatch(/^application\/json\b/);
});

test("the tag stays while the content does, and changes with it", async () => {
  const plugin = unique("changing");
  await author.publish(plugin);
  const at = `/api/v1/plugins/${plugin}`;
  const before = await etagOf(at);
  expect(await etagOf(at)).toBe(before);
  await author.publish(plugin, "1.1.0");
  const after = await request(at, { headers: { "if-none-match": before } });
  expect([after.status, await after.json()]).toMatchObject([200, { version: "1.1.0" }]);
  expect(after.headers.get("etag")).not.toBe(before);
});

describe("who holds the content gets 304 and no body:", () => {
  test.each<[string, (etag: string) => string]>([
    ["the tag itself", (etag) => etag],
    ["the tag made weak, as compressing proxies do", (etag) => `W/${etag}`],
    ["the tag in a list", (etag) => `"other", ${etag},W/"third"`],
    ["any tag", () => "*"],
  ])("%s", async (_what, header) => {
    const etag = await etagOf();
    const response = await request(path, { headers: { "if-none-match": header(etag) } });
    expect([response.status, await response.text()]).toEqual([304, ""]);
    expect(response.headers.get("etag")).toBe(etag);
    expect(response.headers.get("cache-control")).toMatch(/^public/);
    expect(response.headers.get("content-type")).toBeNull();
  });
});

test.each(['"other"', "nonsense", '""', 'W/"other", "third"'])(
  "who holds something else gets the content: %s",
  async (tag) => {
    expect((await request(path, { headers: { "if-none-match": tag } })).status).toBe(200);
  },
);

test("what does not exist is 404, whatever the client holds", async () => {
  expect((await request("/api/v1/plugins/none", { headers: { "if-none-match": "*" } })).status).toBe(404);
});

test("HEAD has the headers of GET and no body", async () => {
  const [get, head] = [await request(path), await request(path, { method: "HEAD" })];
  expect([head.status, await head.text()]).toEqual([200, ""]);
  for (const header of ["etag", "cache-control", "content-type", "vary"]) {
    expect(head.headers.get(header)).toBe(get.headers.get(header));
  }
});

test("who is signed in gets an answer that nobody keeps", async () => {
  const response = await author.request(path);
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
});

test.each([
  ["a 404", "/api/v1/plugins/none"],
  ["a 400", "/api/v1/plugins?per_page=0"],
])("%s is kept by nobody and has no tag", async (_what, at) => {
  const response = await request(at);
  expect([response.headers.get("cache-control"), response.headers.get("etag")]).toEqual(["no-store", null]);
});
