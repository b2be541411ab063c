import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { answer, auditOf, invalid, refusal } from "../../support/answers.ts";
import { type Person, publishBody, type PublishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { sql, store } = stack;
const PUBLISH = "/api/v1/plugins/publish";
const name = unique("refused");
const dependency = unique("dependency");

let author: Person;
let body: PublishBody;
beforeAll(async () => {
  author = await somebody(stack);
  body = await publishBody(name, "1.0.0");
  await author.publishes(dependency);
});

/** Bytes announced as what they are: refused, if at all, for what they hold. */
const carrying = (...bytes: number[]) => ({
  wasm_data: Buffer.from(bytes).toString("base64"),
  file_size: bytes.length,
  checksum: createHash("sha256").update(Uint8Array.from(bytes)).digest("hex"),
});
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const manyDependencies = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`plugin-${index}`, "1"]));
const manyTags = (count: number) => Array.from({ length: count }, (_, index) => `tag-${index}`);

const refusals: [what: string, fields: () => Record<string, unknown>, paths: string[]][] = [
  ["bytes that are no module", () => carrying(...Buffer.from("#!/bin/sh")), ["wasm_data"]],
  ["no more than the first bytes of a module", () => carrying(...HEADER.slice(0, 6)), ["wasm_data"]],
  ["a component", () => carrying(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00), ["wasm_data"]],
  ["a module of an unknown version", () => carrying(0x00, 0x61, 0x73, 0x6d, 2, 0, 0, 0), ["wasm_data"]],
  ["a module with an unknown section", () => carrying(...HEADER, 99, 0), ["wasm_data"]],
  ["a module cut short", () => carrying(...HEADER, 0, 20, 1, 2, 3), ["wasm_data"]],
  ["a checksum of other bytes", () => ({ checksum: "0".repeat(64) }), ["checksum"]],
  ["a checksum that is none", () => ({ checksum: "abc" }), ["checksum"]],
  ["a size of other bytes", () => ({ file_size: 7 }), ["file_size"]],
  ["two sizes that differ", () => ({ size: 9 }), ["size"]],
  ["no size", () => ({ file_size: undefined }), ["file_size"]],
  ["what is not base64", () => ({ wasm_data: "<<<>>>!!" }), ["wasm_data"]],
  ["a licence that is not SPDX", () => ({ license: "MIT/Apache-2.0" }), ["license"]],
  ["a licence nobody knows", () => ({ license: "Proprietary" }), ["license"]],
  ["a version of two numbers", () => ({ version: "1.0" }), ["version"]],
  ["a version with a v", () => ({ version: "v1.0.0" }), ["version"]],
  ["a version with leading zeros", () => ({ version: "1.02.0" }), ["version"]],
  ["a version of over 100 characters", () => ({ version: `1.0.0-${"a".repeat(100)}` }), ["version"]],
  ["capitals in the name", () => ({ name: "Auth-JWT" }), ["name"]],
  ["two hyphens in the name", () => ({ name: "auth--jwt" }), ["name"]],
  ["a hyphen at the name's end", () => ({ name: "auth-" }), ["name"]],
  ["a path for a name", () => ({ name: "../etc" }), ["name"]],
  ["no name", () => ({ name: "" }), ["name"]],
  ["a name of 51 characters", () => ({ name: "a".repeat(51) }), ["name"]],
  ["an unknown category", () => ({ category: "games" }), ["category"]],
  ["an empty description", () => ({ description: "  " }), ["description"]],
  ["a description of 501 characters", () => ({ description: "é".repeat(501) }), ["description"]],
  ["a description with NUL", () => ({ description: "a\0b" }), ["description"]],
  ["a description with half a character", () => ({ description: "a\ud800b" }), ["description"]],
  ["a repository that is no web address", () => ({ repository: "javascript:alert(1)" }), ["repository"]],
  ["eleven tags", () => ({ tags: manyTags(11) }), ["tags"]],
  ["a tag of 21 characters", () => ({ tags: ["a".repeat(21)] }), ["tags.0"]],
  ["a tag with a space", () => ({ tags: ["ok", "not ok"] }), ["tags.1"]],
  ["a dependency on itself", () => ({ dependencies: { [name]: "1" } }), ["dependencies"]],
  ["101 dependencies", () => ({ dependencies: manyDependencies(101) }), ["dependencies"]],
  ["an empty requirement", () => ({ dependencies: { [dependency]: "" } }), [`dependencies.${dependency}`]],
  ["a requirement with ||", () => ({ dependencies: { [dependency]: "1 || 2" } }), [`dependencies.${dependency}`]],
  ["a requirement in words", () => ({ dependencies: { [dependency]: "newest" } }), [`dependencies.${dependency}`]],
  ["a dependency without a plugin's name", () => ({ dependencies: { "A b": "1" } }), ["dependencies.A b"]],
  ["a plugin nobody knows", () => ({ dependencies: { "no-such": "1" } }), ["dependencies.no-such"]],
  ["a readme over 256 KiB", () => ({ readme: "x".repeat(256 * 1024 + 1) }), ["readme"]],
  ["a manifest that is no object", () => ({ manifest: "name: x" }), ["manifest"]],
  ["another plugin's manifest", () => ({ manifest: { plugin: { id: "auth-jwt", version: "1.0.0" } } }), ["manifest"]],
  ["another version's manifest", () => ({ manifest: { id: name, version: "1.0.1" } }), ["manifest"]],
  ["a manifest of nobody", () => ({ manifest: { capabilities: {} } }), ["manifest", "manifest"]],
];

test.for(refusals)("a publication with %s is refused, and leaves nothing", async ([, fields, paths]) => {
  const json = { ...body, ...fields() };
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(invalid(...paths));
  expect(await sql`select from plugins where name = ${json.name}`).toEqual([]);
  expect(await store.keys(`packages/${name}/`)).toEqual([]);
});

test("everything that is wrong comes at once", async () => {
  const json = { ...body, name: "X", version: "1", license: "None of it", category: "games" };
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(invalid("name", "version", "license", "category"));
});

test("the limits themselves pass", async () => {
  const widest = "a".repeat(8) + unique("").replaceAll("-", "").padEnd(42, "x");
  const json = {
    ...(await publishBody(widest, "1.0.0")),
    description: "é".repeat(500),
    tags: manyTags(10),
    readme: "x".repeat(256 * 1024),
  };
  expect(widest).toHaveLength(50);
  expect(await answer(author.request(PUBLISH, { json }))).toMatchObject({ status: 201 });
  expect(await auditOf(sql, widest)).toEqual(["version.publish"]);
});

test("a taken-down plugin is not to be depended on", async () => {
  const gone = unique("gone");
  await author.publishes(gone);
  await sql`update plugins set taken_down_at = now() where name = ${gone}`;
  const json = { ...body, dependencies: { [gone]: "1" } };
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(invalid(`dependencies.${gone}`));
});

/** A module of that many bytes: one custom section, named "a". */
function moduleOf(size: number) {
  const bytes = new Uint8Array(size);
  const length = size - HEADER.length - 5;
  bytes.set([...HEADER, 0, length | 128, (length >> 7) | 128, (length >> 14) | 128, length >> 21, 1, 97]);
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { wasm_data: Buffer.from(bytes).toString("base64"), file_size: size, checksum };
}

/** Announces a body of that many bytes, and sends none of it. */
function announce(bytes: number) {
  const headers = {
    authorization: `Bearer ${author.token}`,
    "content-type": "application/json",
    "content-length": String(bytes),
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(PUBLISH, stack.url), { method: "POST", headers }, async (response) => {
      resolve({ status: response.statusCode, body: JSON.parse(await text(response)) });
      sent.destroy();
    });
    sent.on("error", reject).flushHeaders();
  });
}

test("10 MiB pass, a byte more does not, and a body beyond all that is not even read", async () => {
  const big = unique("big");
  const most = 10 * 1024 * 1024;
  const send = async (more: object) =>
    answer(author.request(PUBLISH, { json: { ...(await publishBody(big, "1.0.0")), ...more } }));
  expect(await send(moduleOf(most + 1))).toEqual(invalid("file_size"));
  expect(await send(moduleOf(most + 3))).toEqual(invalid("wasm_data"));
  expect(await announce(17 * 1024 * 1024)).toEqual(refusal(413, "payload_too_large"));
  expect(await send(moduleOf(most))).toMatchObject({ status: 201 });
});

test.for<[string, RequestInit, number, string]>([
  ["that is not JSON", { body: "{", headers: { "content-type": "application/json" } }, 400, "invalid_json"],
  ["that is a list", { body: "[]", headers: { "content-type": "application/json" } }, 400, "invalid_input"],
  ["of another type", { body: "name=x", headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
])("a body %s is refused", async ([, init, status, code]) => {
  const sent = author.request(PUBLISH, { method: "POST", ...init });
  expect(await answer(sent)).toEqual(refusal(status, code));
});
