import { Unzip, UnzipInflate, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { crc32 } from "#lib/crc32.ts";
import { readDirectory } from "#lib/zip/directory.ts";
import { extract } from "#lib/zip/extract.ts";
import { concatenate, zipFrame } from "#lib/zip/frame.ts";

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const MODULE = crypto.getRandomValues(new Uint8Array(50_000));
const FILES = [
  { name: "plugin.yaml", bytes: bytesOf("plugin: { id: größe }\n") },
  { name: "README.md", bytes: bytesOf("") },
];
const describe = (name: string) => ({ name, sizeBytes: MODULE.length, crc: crc32(MODULE) });

function zip(): Uint8Array<ArrayBuffer> {
  const { head, tail } = zipFrame(FILES, describe("grün.wasm"));
  return concatenate(head, MODULE, tail);
}

const EXPECTED = { "plugin.yaml": FILES[0]!.bytes, "README.md": FILES[1]!.bytes, "grün.wasm": MODULE };

test("a reader of the directory finds every file", () => {
  expect(unzipSync(zip())).toEqual(EXPECTED);
});

test("a reader of streams, which sees no directory, finds every file", () => {
  const found: Record<string, Uint8Array> = {};
  const reader = new Unzip((file) => {
    const parts: Uint8Array[] = [];
    file.ondata = (error, data, final) => {
      expect(error).toBeNull();
      parts.push(data);
      if (final) found[file.name] = concatenate(...parts);
    };
    file.start();
  });
  reader.register(UnzipInflate);
  const bytes = zip();
  for (let at = 0; at < bytes.length; at += 999) reader.push(bytes.subarray(at, at + 999), at + 999 >= bytes.length);
  expect(found).toEqual(EXPECTED);
});

test("the registry's own reader, which checks sizes and CRCs, finds every file", async () => {
  const bytes = zip();
  for (const entry of readDirectory(bytes)) {
    expect(await extract(bytes, entry, MODULE.length)).toEqual(EXPECTED[entry.name as keyof typeof EXPECTED]);
  }
});

test("the size is known beforehand, and the same files always make the same bytes", () => {
  expect(zipFrame(FILES, describe("grün.wasm")).sizeBytes).toBe(zip().length);
  expect(zip()).toEqual(zip());
});
