import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

/** What is a minute in production. */
const SEEN_WITHIN_SECONDS = 2;

let stack: PrivateStack;
let author: Person;
let admin: Person;
beforeAll(async () => {
  const vars = { EDGE_CACHE_SECONDS: SEEN_WITHIN_SECONDS, DOWNLOAD_FLUSH_SECONDS: 600 };
  stack = await startStack({ vars });
  [author, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
});
afterAll(() => stack.close());

async function known() {
  const name = unique("taken");
  await author.publishes(name);
  const download = async () => {
    const response = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
    await response.arrayBuffer();
    return response.status;
  };
  expect(await download()).toBe(200);
  const moderate = (verb: string) =>
    admin.request(`/api/v1/admin/plugins/${name}/${verb}`, { json: { reason: "Harmful" } });
  return { download, moderate };
}

test("a takedown ends downloads within the time that anonymous reads may be old, and a restoration at once", async () => {
  const { download, moderate } = await known();
  await moderate("takedown");
  const since = performance.now();
  await expect.poll(download, { interval: 20, timeout: 10_000 }).toBe(404);
  expect(performance.now() - since).toBeLessThan(SEEN_WITHIN_SECONDS * 1_000);
  await moderate("restore");
  expect(await download()).toBe(200);
});

test("while the database is away, what was known goes on being served, however long", async () => {
  const { download } = await known();
  let asked = 0;
  stack.sqlEndpoint.onRequest = async () => {
    asked += 1;
    return "reset";
  };
  const statuses = new Set<number>();
  await expect
    .poll(
      async () => {
        statuses.add(await download());
        return asked;
      },
      { interval: 10, timeout: 15_000 },
    )
    .toBeGreaterThan(3);
  stack.sqlEndpoint.onRequest = undefined;
  expect([...statuses]).toEqual([200]);
});
