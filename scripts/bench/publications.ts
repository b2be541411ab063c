import { createHash, randomBytes } from "node:crypto";

const MODULE_BYTES = 50 * 1024;
const HEADER = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const SECTION_NAME = Buffer.from("\x04data");

/** A plugin that nobody has published, of one module of 50 KB. */
export function registryPublication(): { body: string } {
  return { body: JSON.stringify(pluginOf(`bench-${randomBytes(10).toString("hex")}`, "1.0.0")) };
}

export function pluginOf(name: string, version: string): Record<string, unknown> {
  const module = moduleOf50Kb();
  return {
    name,
    version,
    description: "A plugin of the benchmark",
    category: "testing",
    license: "MIT",
    checksum: createHash("sha256").update(module).digest("hex"),
    file_size: module.length,
    wasm_data: module.toString("base64"),
  };
}

/** A package that nobody has published, with a tarball of 50 KB. */
export function verdaccioPublication(): { path: string; body: string } {
  const name = `bench-${randomBytes(10).toString("hex")}`;
  return { path: `/${name}`, body: JSON.stringify(packageOf(name, ["1.0.0"])) };
}

/** As `npm publish` sends it; Verdaccio takes one version at a time. */
export function packageOf(name: string, versions: string[]): Record<string, unknown> {
  const tarball = randomText(MODULE_BYTES);
  const file = (version: string) => `${name}-${version}.tgz`;
  const manifest = (version: string) => ({
    name,
    version,
    description: "A package of the benchmark",
    license: "MIT",
    _id: `${name}@${version}`,
    dist: {
      shasum: createHash("sha1").update(tarball).digest("hex"),
      integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
      tarball: `http://127.0.0.1/${name}/-/${file(version)}`,
    },
  });
  return {
    _id: name,
    name,
    description: "A package of the benchmark",
    "dist-tags": { latest: versions.at(-1) },
    versions: Object.fromEntries(versions.map((version) => [version, manifest(version)])),
    _attachments: Object.fromEntries(
      versions.map((version) => [
        file(version),
        { content_type: "application/octet-stream", data: tarball.toString("base64"), length: tarball.length },
      ]),
    ),
  };
}

/** Valid, and different each time: random text in a custom section. */
function moduleOf50Kb(): Buffer<ArrayBuffer> {
  const content = MODULE_BYTES - HEADER.length - 4;
  // The section's length as LEB128 of three bytes.
  const length = Buffer.from([(content & 0x7f) | 0x80, ((content >> 7) & 0x7f) | 0x80, content >> 14]);
  return Buffer.concat([HEADER, Buffer.from([0]), length, SECTION_NAME, randomText(content - SECTION_NAME.length)]);
}

/** The load generator reads answers as UTF-8, which takes it 0.7 ms of CPU for 50 KB of what is none. */
const randomText = (bytes: number) => Buffer.from(randomBytes(bytes).toString("base64url").slice(0, bytes));
