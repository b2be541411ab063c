import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../../../src/db/client.ts";
import { collectGarbage } from "../../../src/features/publishing/index.ts";
import { EACH_STEP } from "../../../src/lib/deadline.ts";
import { objectStores } from "../../../src/platform/object-store.ts";
import { s3Bucket, s3Credentials } from "../../support/object-store.ts";
import { wasmModule } from "../../support/modules.ts";
import { packageOf, sendPackage } from "../../support/packages.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { announces, complete, put } from "../../support/uploads.ts";

const HOUR_MS = 60 * 60 * 1000;
let stack: PrivateStack;
let person: Person;

beforeAll(async () => {
  stack = await startStack();
  person = await somebody(stack);
});
afterAll(() => stack.close());

const collectIn = async (hours: number) =>
  collectGarbage({
    db: createDatabase({ databaseUrl: stack.databaseUrl, endpoint: stack.sqlEndpoint.url }),
    store: objectStores({ endpoint: stack.s3.url, bucket: s3Bucket, ...s3Credentials })(EACH_STEP),
    clock: () => new Date(Date.now() + hours * HOUR_MS),
  });

test("files that no version names go after 24 hours, the others never", async () => {
  const name = unique("kept");
  await person.publishes(name);
  const kept = await stack.store.keys(`packages/${name}/`);
  expect(kept).toHaveLength(2);
  const orphan = `packages/${name}/ffffffff-0000-4000-8000-000000000000.wasm`;
  await stack.store.put(orphan, "left behind");

  expect(await collectIn(23)).toBe(0);
  expect(await stack.store.keys(`packages/${name}/`)).toContain(orphan);
  expect(await collectIn(25)).toBe(1);
  expect((await stack.store.keys(`packages/${name}/`)).toSorted()).toEqual(kept.toSorted());
  expect(await collectIn(25)).toBe(0);
});

test("what was sent for an upload that nobody completed goes an hour after its time, a completed one stays", async () => {
  const [lost, done, waiting] = [unique("lost"), unique("done"), unique("wait")];
  const module = await wasmModule("collected");
  const [abandoned, completed] = [await announces(person, lost, module), await announces(person, done, module)];
  await Promise.all([put(abandoned, module), put(completed, module)]);
  expect((await complete(person, completed)).status).toBe(201);
  const remembered = () => stack.sql`select module_key from uploads where module_key ~ ${`/(${lost}|${done})/`}`;

  expect(await collectIn(1)).toBe(0);
  expect(await remembered()).toHaveLength(2);
  expect(await collectIn(1.5)).toBe(1);
  expect(await stack.store.keys(`packages/${lost}/`)).toEqual([]);
  expect(await complete(person, abandoned).then(({ status }) => status)).toBe(404);
  expect(await complete(person, completed).then(({ status }) => status)).toBe(201);
  expect(await stack.store.keys(`packages/${done}/`)).toHaveLength(2);

  // A day later the upload is forgotten, and its file belongs to the version alone.
  expect(await collectIn(25)).toBe(0);
  expect(await remembered()).toEqual([]);
  expect(await stack.store.keys(`packages/${done}/`)).toHaveLength(2);

  // However old its file, an upload under way keeps it.
  const ticket = await announces(person, waiting, module);
  await put(ticket, module);
  await stack.sql`update uploads set expires_at = now() + interval '3 days' where id = ${ticket.upload_id}`;
  expect(await collectIn(48)).toBe(0);
  expect((await complete(person, ticket)).status).toBe(201);
});

test("an upload that is collected while it is completed is not published, or keeps its file", async () => {
  const module = await wasmModule("raced");
  const published = new Map<string, boolean>();
  for (let round = 0; round < 10; round += 1) {
    const name = unique("raced");
    const ticket = await announces(person, name, module);
    await put(ticket, module);
    const [answer] = await Promise.all([complete(person, ticket), collectIn(2)]);
    const isPublished = answer.status === 201;
    published.set(name, isPublished);
    const served = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
    expect([answer.status, served.status]).toEqual(isPublished ? [201, 200] : [expect.any(Number), 404]);
    if (isPublished) expect(new Uint8Array(await served.arrayBuffer())).toEqual(module);
  }
  // What a completion that lost has stored already goes after a day, as whatever nothing names.
  await collectIn(25);
  for (const [name, isPublished] of published) {
    expect(await stack.store.keys(`packages/${name}/`)).toHaveLength(isPublished ? 2 : 0);
  }
});

test("an sbom and its signature stay with their version", async () => {
  const name = unique("sbom");
  const files = { sbom: "made of", sbom_signature: "signed" };
  expect((await sendPackage(person, name, packageOf(name, await wasmModule(name)), { files })).status).toBe(201);
  expect(await collectIn(25)).toBe(0);
  expect(await stack.store.keys(`packages/${name}/`)).toHaveLength(4);
});

test("it goes through all pages of the bucket", async () => {
  const orphans = Array.from({ length: 210 }, (_, i) => `packages/zz/${String(i).padStart(5, "0")}.wasm`);
  for (let i = 0; i < orphans.length; i += 21) {
    await Promise.all(orphans.slice(i, i + 21).map((key) => stack.store.put(key, "x")));
  }
  expect(await collectIn(25)).toBe(orphans.length);
  expect(await stack.store.keys("packages/zz/")).toEqual([]);
});

test("the hourly cron runs it, and the recount of downloads", async () => {
  await stack.runsCron("17 * * * *");
  await expect.poll(() => stack.logs.join("\n")).toContain("garbage_collected");
});
