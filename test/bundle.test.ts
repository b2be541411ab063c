import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";

const KIB = 1024;

test("the Worker is small: each isolate that starts has to load it", async () => {
  const bundle = await readFile(join(inject("stack").workerDir, "index.js"));
  expect(gzipSync(bundle).length).toBeLessThanOrEqual(350 * KIB);
});
