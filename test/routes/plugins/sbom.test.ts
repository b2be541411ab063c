import { beforeAll, expect, test } from "vitest";
import { answer, invalid, refusal } from "../../support/answers.ts";
import { wasmModule } from "../../support/modules.ts";
import { packageOf, sendPackage } from "../../support/packages.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const SBOM = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}';
const SIGNATURE = "not a signature of anything";
let person: Person;
let module: Uint8Array;
beforeAll(async () => {
  person = await somebody(stack);
  module = await wasmModule("with an sbom");
});

const at = (name: string, part: string) => `/api/v1/plugins/${name}/versions/1.0.0/${part}`;

test("an sbom and its signature are kept as they came, named by the version and served to anybody", async () => {
  const name = unique("sbom");
  const files = { sbom: SBOM, sbom_signature: SIGNATURE };
  expect((await sendPackage(person, name, packageOf(name, module), { files })).status).toBe(201);
  const { body: entry } = await answer(stack.request(at(name, "").slice(0, -1)));
  expect(entry).toMatchObject({
    sbom_url: `${stack.url.slice(0, -1)}${at(name, "sbom")}`,
    sbom_signature_url: `${stack.url.slice(0, -1)}${at(name, "sbom-signature")}`,
  });
  for (const [url, content] of [
    [entry.sbom_url, SBOM],
    [entry.sbom_signature_url, SIGNATURE],
  ]) {
    const served = await stack.request(url);
    expect([served.status, served.headers.get("content-type"), await served.text()]).toEqual([
      200,
      "application/octet-stream",
      content,
    ]);
    const etag = served.headers.get("etag")!;
    expect((await stack.request(url, { headers: { "if-none-match": etag } })).status).toBe(304);
  }
  expect((await stack.store.keys(`packages/${name}/`)).map((key) => key.replace(/^[^.]*/, "")).toSorted()).toEqual([
    ".sbom",
    ".sbom.sig",
    ".wasm",
    ".zip",
  ]);
});

test("a signature that is merely kept earns no point and no badge", async () => {
  const [signed, plain] = [unique("signed"), unique("plain")];
  const files = { sbom: SBOM, sbom_signature: SIGNATURE };
  await sendPackage(person, signed, packageOf(signed, module), { files });
  await sendPackage(person, plain, packageOf(plain, module));
  const [a, b] = await Promise.all(
    [signed, plain].map(async (name) => (await answer(stack.request(`/api/v1/plugins/${name}`))).body),
  );
  expect([a.security_score, a.badges]).toEqual([b.security_score, b.badges]);
  expect(JSON.stringify(a)).not.toMatch(/"(?:signed|verified)"/);
});

test("a version without one says so", async () => {
  const name = unique("none");
  await person.publishes(name);
  const { body } = await answer(stack.request(at(name, "").slice(0, -1)));
  expect(body).toMatchObject({ sbom_url: null, sbom_signature_url: null });
  expect(await answer(stack.request(at(name, "sbom")))).toEqual(refusal(404, "sbom_not_found"));
  expect(await answer(stack.request(at(name, "sbom-signature")))).toEqual(refusal(404, "sbom_not_found"));
  expect(await answer(stack.request(at(unique("nobody"), "sbom")))).toEqual(refusal(404, "plugin_not_found"));
  const missing = `/api/v1/plugins/${name}/versions/9.9.9/sbom`;
  expect(await answer(stack.request(missing))).toEqual(refusal(404, "version_not_found"));
});

test("it never changes: the same again is 200, another one 409, and after a takedown there is none", async () => {
  const name = unique("fixed");
  const zip = packageOf(name, module);
  const send = (files: Record<string, string>) => answer(sendPackage(person, name, zip, { files }));
  expect((await send({ sbom: SBOM })).status).toBe(201);
  expect((await send({ sbom: SBOM })).status).toBe(200);
  expect((await send({})).status).toBe(200);
  expect(await send({ sbom: `${SBOM} ` })).toEqual(refusal(409, "version_exists"));
  expect(await send({ sbom: SBOM, sbom_signature: SIGNATURE })).toEqual(refusal(409, "version_exists"));
  expect(await (await stack.request(at(name, "sbom"))).text()).toBe(SBOM);
  await stack.sql`update plugins set taken_down_at = now() where name = ${name}`;
  expect(await answer(stack.request(at(name, "sbom")))).toEqual(refusal(404, "plugin_not_found"));
});

test("768 KiB of sbom and 64 KiB of signature pass, a byte more does not, nor a signature alone", async () => {
  const name = unique("limits");
  const zip = packageOf(name, module);
  const send = (files: Record<string, string>) => answer(sendPackage(person, name, zip, { files }));
  const [sbom, signature] = [768, 64].map((kib) => "x".repeat(kib * 1024)) as [string, string];
  expect(await send({ sbom: `${sbom}x`, sbom_signature: signature })).toEqual(invalid("sbom"));
  expect(await send({ sbom, sbom_signature: `${signature}x` })).toEqual(invalid("sbom_signature"));
  expect(await send({ sbom_signature: signature })).toEqual(invalid("sbom_signature"));
  expect((await send({ sbom, sbom_signature: signature })).status).toBe(201);
});
