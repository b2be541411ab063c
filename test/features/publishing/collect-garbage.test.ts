import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../../../src/db/client.ts";
import { collectGarbage } from "../../../src/features/publishing/index.ts";
import { createObjectStore } from "../../../src/platform/object-store.ts";
import { s3Bucket, s3Credentials } from "../../support/object-store.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

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
    store: createObjectStore({ endpoint: stack.s3.url, bucket: s3Bucket, ...s3Credentials }),
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

test("it goes through all pages of the bucket", async () => {
  const orphans = Array.from({ length: 210 }, (_, i) => `packages/zz/${String(i).padStart(5, "0")}.wasm`);
  for (let i = 0; i < orphans.length; i += 21) {
    await Promise.all(orphans.slice(i, i + 21).map((key) => stack.store.put(key, "x")));
  }
  expect(await collectIn(25)).toBe(orphans.length);
  expect(await stack.store.keys("packages/zz/")).toEqual([]);
});

test("the hourly cron runs it, and the recount of downloads", async () => {
  const worker = stack.harness.getWorker();
  const { outcome } = await worker.scheduled({ cron: "17 * * * *" });
  expect(outcome).toBe("ok");
  const events = stack.harness.getLogs().map(({ message }) => message);
  expect(events.join("\n")).toContain("garbage_collected");
});
