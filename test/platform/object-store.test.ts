import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { EACH_STEP } from "#lib/deadline.ts";
import { objectStores, type ObjectStore, StoreUnavailable } from "#platform/object-store.ts";
import { s3Bucket, s3Credentials, startS3Gate, type S3Gate } from "../support/object-store.ts";
import { unique } from "../support/people.ts";
import { DUE_MS } from "../routes/http/support.ts";

// The bucket of the shared stack, through a gate of this file's own.
let gate: S3Gate;
let store: ObjectStore;
const seen: string[] = [];
beforeAll(async () => {
  gate = await startS3Gate();
  gate.open(inject("stack").s3Endpoint);
  store = objectStores({ endpoint: gate.url, bucket: s3Bucket, ...s3Credentials })(EACH_STEP);
});
afterEach(() => {
  gate.onRequest = undefined;
  seen.length = 0;
});
afterAll(() => gate.close());

const newKey = () => `packages/test/${unique("object")}.wasm`;
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const textAt = async (key: string) => (await store.get(key))?.text();

test("what was put is what is got, whole or in part", async () => {
  const key = newKey();
  await store.put(key, bytesOf("0123456789"), "application/wasm");
  const whole = await store.get(key);
  expect([whole?.status, await whole?.text()]).toEqual([200, "0123456789"]);
  const part = await store.get(key, "bytes=2-4");
  expect([part?.status, part?.headers.get("content-range"), await part?.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  expect((await store.get(key, "bytes=99-"))?.status).toBe(416);
});

test("what is not there is undefined, not an error", async () => {
  expect(await store.get(newKey())).toBeUndefined();
});

test("a key is written once: a second put succeeds and changes nothing", async () => {
  const key = newKey();
  await store.put(key, bytesOf("first"), "application/wasm");
  await store.put(key, bytesOf("second"), "application/wasm");
  expect(await textAt(key)).toBe("first");
});

test("a bucket that answers can be pinged", async () => {
  await store.ping();
});

describe("when the store fails", () => {
  test("for a moment, it is asked again with the same bytes", async () => {
    const key = newKey();
    let failures = 2;
    gate.onRequest = async ({ method }) => {
      seen.push(method);
      return (failures -= 1) >= 0 ? { status: 503 } : undefined;
    };
    await store.put(key, bytesOf("kept"), "application/wasm");
    expect(seen).toEqual(["PUT", "PUT", "PUT"]);
    expect(await textAt(key)).toBe("kept");
  });

  test("an answer that got lost is no reason to fail: the second try finds its own object", async () => {
    const key = newKey();
    await store.put(key, bytesOf("arrived"), "application/wasm");
    await expect(store.put(key, bytesOf("arrived"), "application/wasm")).resolves.toBeUndefined();
  });

  test.each([
    ["stays away", { status: 503 } as const],
    ["refuses the signature", { status: 403 } as const],
    ["drops the connection", "reset" as const],
    ["does not answer", "hang" as const],
  ])("and %s, it is unavailable within five seconds, and the error names no secret", async (_what, fault) => {
    gate.onRequest = async () => fault;
    const started = performance.now();
    const tries = [store.put(newKey(), bytesOf("x"), "application/wasm"), store.get(newKey()), store.ping()];
    for (const outcome of await Promise.allSettled(tries)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(StoreUnavailable) });
      const { reason } = outcome as PromiseRejectedResult;
      expect(String(reason)).not.toContain(s3Credentials.secretAccessKey);
    }
    expect(performance.now() - started).toBeLessThan(DUE_MS);
  });

  test(
    "and does not answer, it is given up in time, whatever memory Node collects meanwhile",
    async () => {
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc") as () => void;
      const hurried = objectStores({ endpoint: gate.url, bucket: s3Bucket, ...s3Credentials })({
        leftMs: () => 500,
        extend: () => undefined,
      });
      gate.onRequest = async () => {
        collect();
        return "hang";
      };
      await expect(hurried.get(newKey())).rejects.toThrow(StoreUnavailable);
    },
    DUE_MS,
  );
});
