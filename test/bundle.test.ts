import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { bundle } from "../scripts/bench/bundle.ts";

const KIB = 1024;

test("the Worker is small: each isolate that starts has to load it", async () => {
  const worker = await readFile(join(inject("stack").workerDir, "index.js"));
  expect(gzipSync(worker).length).toBeLessThanOrEqual(350 * KIB);
});

// `import { z } from "zod"` for `import * as z` adds 440 KB of other languages.
test("the command line is small: each command has to compile it", async () => {
  expect((await readFile(inject("stack").cliFile)).length).toBeLessThanOrEqual(960_000);
});

describe("of what comes by import()", () => {
  /** Of a module that esbuild evaluates when it is asked to: how it is asked, and what it then asks for itself. */
  interface Wrapped {
    path: string;
    asks: string[];
  }

  let code: string;
  const wrapped = new Map<string, Wrapped>();
  const calls = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

  beforeAll(async () => {
    code = await bundle(["--minify=false"], "index.js");
    for (const [, name = "", path = "", body = ""] of code.matchAll(
      /^var (\w+) = __(?:esm|commonJS)\(\{\n {2}"([^"]+)"(.*?)^\}\);/gms,
    )) {
      wrapped.set(name, { path, asks: calls(body, /(?:^ {4}(?=init_)|\b(?=require_))(\w+)\(\)/gm) });
    }
  });

  /** The modules that are evaluated when an isolate starts, because others are. */
  function evaluatedAtStart(): string[] {
    const asked = new Set<string>();
    const next = calls(code, /^(init_\w+)\(\);/gm);
    for (let name = next.pop(); name !== undefined; name = next.pop()) {
      if (asked.has(name)) continue;
      asked.add(name);
      next.push(...(wrapped.get(name)?.asks ?? []));
    }
    return [...asked].flatMap((name) => wrapped.get(name)?.path ?? []);
  }

  test("pages, schemas, publishing, the driver and what they need are evaluated when a request needs them", () => {
    const later =
      /^src\/(?:web\/(?:pages|components|markdown)|features\/publishing|config|db\/driver)\b|^src\/contract\/(?!issues|sizes)|\/(?:@neondatabase|markdown-it|entities|prismjs|yaml|spdx-\w+|zod|zod-openapi)\//;
    const paths = [...wrapped.values()].map(({ path }) => path);
    expect(paths.filter((path) => later.test(path)).length).toBeGreaterThan(100);
    expect(evaluatedAtStart()).toContain("src/lib/errors.ts");
    expect(evaluatedAtStart().filter((path) => later.test(path))).toEqual([]);
  });

  // Where a package says that it has no side effects, esbuild forgets it for what is imported by its index.
  test("nothing is used without ever being evaluated", () => {
    const forgotten = [...wrapped].filter(([name]) => !code.includes(`${name}()`));
    expect(forgotten.map(([, { path }]) => path)).toEqual([]);
  });
});
