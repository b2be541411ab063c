import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";

const harness = createTestHarness({
  root: `${import.meta.dirname}/fixtures`,
  workers: [{ configPath: "counter.wrangler.toml" }],
});
let url: URL;
beforeAll(async () => void ({ url } = await harness.listen()));
afterAll(() => harness.close());

const ask = async (path: string) => (await (await fetch(new URL(path, url))).json()) as number;

test("downloads that come while others are written share the next write, and an eviction loses none", async () => {
  await ask("/add?times=1");
  expect(await ask("/writes")).toBe(1);
  await ask("/add?times=500");
  expect(await ask("/writes")).toBeLessThan(50);
  await harness.getWorker().evictDurableObject("COUNTER", { name: "plugin" });
  expect(await ask("/hand-over")).toBe(501);
});
