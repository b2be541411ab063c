import { request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { expectError, pathsAtFault, randomAddress } from "./support.ts";

const stack = shared();
const { request, url } = stack;
const KIB = 1024;
const PIECE = 256 * KIB;

const search = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) =>
  request("/api/v1/plugins/search", { method: "POST", body, headers, ip: randomAddress() });

describe("nothing at an address", () => {
  test.each(["/api", "/api/v1", "/api/v1/nothing", "/api/v2/plugins", "/dl/x", "/dl/x/y"])(
    "%s is 404",
    async (path) => {
      await expectError(await request(path), 404, "not_found");
    },
  );

  test.each([
    "/api/v1/plugins/%E0%A4%A",
    "/api/v1/plugins/%00",
    "/api/v1/plugins/..%2f..%2fetc",
    "/api/v1/plugins/A%20B",
  ])("what cannot be a name is a plugin that does not exist: %s", async (path) => {
    const { error } = await expectError(await request(path), 404, "plugin_not_found");
    expect(error).not.toMatch(/[^\x20-\x7e\ufffd]/);
  });

  test("an answer never repeats markup that a browser would run", async () => {
    const response = await request("/api/v1/plugins/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    await expectError(response, 404, "plugin_not_found");
    expect(response.headers.get("content-type")).toMatch(/^application\/json\b/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("a method that an address does not take is 405, with those it takes", () => {
  test.each([
    ["DELETE", "/api/v1/plugins", ["HEAD", "GET"]],
    ["PATCH", "/api/v1/plugins/search", ["HEAD", "GET", "POST"]],
    ["GET", "/api/v1/auth/login", ["POST"]],
    ["PUT", "/api/v1/stats", ["HEAD", "GET"]],
    ["POST", "/health", ["HEAD", "GET"]],
    ["POST", "/dl/a/a-1.0.0.wasm", ["HEAD", "GET"]],
  ])("%s %s", async (method, path, allowed) => {
    const response = await request(path, { method, ip: randomAddress() });
    await expectError(response, 405, "method_not_allowed");
    const said = response.headers.get("allow")?.split(", ") ?? [];
    expect(said).toEqual(expect.arrayContaining(allowed));
    expect(said).not.toContain(method);
  });
});

describe("a body is refused", () => {
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ])("with 415 when it is announced as %s", async (type) => {
    await expectError(await search("{}", { "content-type": type }), 415, "unsupported_media_type");
  });

  test("with 415 when nothing says what it is", async () => {
    await expectError(await search(new Uint8Array([123, 125]), {}), 415, "unsupported_media_type");
  });

  test.each([
    ["nothing", ""],
    ["half an object", '{"query": "x"'],
    ["a trailing comma", '{"query": "x",}'],
    ["a word", "query"],
    ["two objects", "{}{}"],
    ["NaN", '{"page": NaN}'],
    ["a raw control character", '{"query": "\u0001"}'],
  ])("with 400 when it is not JSON: %s", async (_what, body) => {
    await expectError(await search(body), 400, "invalid_json");
  });

  test.each(["null", "1", '"text"', "[]", "true"])("with 400 when it is not an object: %s", async (body) => {
    expect(await pathsAtFault(await search(body))).toEqual([""]);
  });

  test("never with a server error for bytes that are not UTF-8", async () => {
    const response = await search(Buffer.from([...Buffer.from('{"query": "'), 0xff, 0xfe, ...Buffer.from('"}')]));
    expect([200, 400]).toContain(response.status);
  });

  test.each([
    ["lists", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("never with a server error, however deep its %s are nested", async (_what, open, close) => {
    for (const field of ["query", "tags", "unknown"]) {
      const depth = Math.floor((60 * KIB) / (open.length + close.length));
      const nested = `{"${field}": ${open.repeat(depth)}${open === "[" ? "" : "1"}${close.repeat(depth)}}`;
      const response = await search(nested);
      expect([field, response.status]).toEqual([field, field === "unknown" ? 200 : 400]);
    }
  });

  test("with 400 when a manifest is nested too deep, though a publication may be large", async () => {
    const author = await somebody(stack);
    const depth = 200_000;
    const body = `{"manifest": ${'{"a":'.repeat(depth)}1${"}".repeat(depth)}, "dependencies": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const headers = { "content-type": "application/json" };
    const response = await author.request("/api/v1/plugins/publish", { method: "POST", body, headers });
    expect(await pathsAtFault(response)).toEqual(expect.arrayContaining(["dependencies", "manifest", "name"]));
  });
});

describe("a body over its limit is 413", () => {
  const padded = (bytes: number) => `{"query":"x","pad":"${"x".repeat(bytes - 22)}"}`;

  test("exactly 64 KiB pass, one byte more does not", async () => {
    expect(padded(64 * KIB)).toHaveLength(64 * KIB);
    expect((await search(padded(64 * KIB))).status).toBe(200);
    await expectError(await search(padded(64 * KIB + 1)), 413, "payload_too_large");
  });

  test("although its length is not announced", async () => {
    expect((await chunked("/api/v1/plugins/search", padded(64 * KIB))).status).toBe(200);
    const { status, body } = await chunked("/api/v1/plugins/search", padded(100 * KIB));
    expect([status, JSON.parse(body)]).toMatchObject([413, { code: "payload_too_large" }]);
  });

  test("and who is not signed in is told so before a byte of a publication is read", async () => {
    const { status, body } = await chunked("/api/v1/plugins/publish", padded(100 * KIB));
    expect([status, JSON.parse(body)]).toMatchObject([401, { code: "authentication_required" }]);
  });

  test("a publication has 16 MiB, announced or not", { timeout: 60_000 }, async () => {
    const { token } = await somebody(stack);
    const tooLarge = [413, { code: "payload_too_large" }];
    // Nothing is sent: the announcement alone is refused.
    const announced = await sent("/api/v1/plugins/publish", [], { token, length: 16 * KIB * KIB + 1 });
    expect([announced.status, JSON.parse(announced.body)]).toMatchObject(tooLarge);
    const unannounced = await chunked("/api/v1/plugins/publish", padded(16 * KIB * KIB + 1), token);
    expect([unannounced.status, JSON.parse(unannounced.body)]).toMatchObject(tooLarge);
    const within = await chunked("/api/v1/plugins/publish", padded(16 * KIB * KIB), token);
    expect([within.status, JSON.parse(within.body)]).toMatchObject([400, { code: "invalid_input" }]);
  });

  const chunked = (path: string, body: string, token?: string) => {
    const pieces = Array.from({ length: Math.ceil(body.length / PIECE) }, (_, at) =>
      body.slice(at * PIECE, (at + 1) * PIECE),
    );
    return sent(path, pieces, { token });
  };

  /** Sends the pieces of a body as chunks, or of a length that is announced. */
  async function sent(
    path: string,
    pieces: string[],
    { token, length }: { token?: string | undefined; length?: number },
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (length) headers["content-length"] = String(length);
    const upload = httpRequest(new URL(path, url), { method: "POST", headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    upload.on("error", reject);
    for (const piece of pieces) upload.write(piece);
    if (length) upload.flushHeaders();
    else upload.end();
    return promise.finally(() => upload.destroy());
  }
});

test("an id of the client's own choice is not taken over", async () => {
  const chosen = unique("mine");
  const response = await request("/api/v1/plugins/none", { headers: { "x-request-id": chosen } });
  const { request_id } = await expectError(response, 404, "plugin_not_found");
  expect(request_id).not.toBe(chosen);
});
