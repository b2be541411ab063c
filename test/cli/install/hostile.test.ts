import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { deflateRawSync } from "node:zlib";
import { strToU8, type Zippable, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ChangesDocument } from "../../../src/cli/documents/install.ts";
import { wasmModule } from "../../support/modules.ts";
import { fakeRegistry, sendJson } from "../support/fake-registry.ts";
import { filesIn, installing, namesIn } from "./support.ts";

const module = await wasmModule("hostile");
const another = await wasmModule("another");
const manifest = strToU8("plugin:\n  id: nice\n");
const checksum = createHash("sha256").update(module).digest("hex");
const NICE: Zippable = { "plugin.yaml": manifest, "nice.wasm": module };
const FILE = "/dl/nice/nice-1.0.0.zip";

const EVIL = "\u001b]0;title\u0007\u001b[2J\u009b31m\u202egnp\u2066\nspoof: ok";

interface Answers {
  resolved?: object;
  more?: object[];
  version?: object;
  plugin?: object;
  file?: (response: ServerResponse, headers: Record<string, string | undefined>) => void;
}

const sendZip = (response: ServerResponse, files: Zippable) =>
  response.writeHead(200).end(Buffer.from(zipSync(files, { level: 0 })));

/** A registry that answers as ours does, but for what the test says. */
function registry(answers: Answers) {
  const version = {
    version: "1.0.0",
    download_url: "https://x.example/a.wasm",
    package_url: "https://x.example/a.zip",
    sbom_url: null,
    sbom_signature_url: null,
    signature: null,
    checksum,
    size: module.length,
    published_at: "2026-11-24T09:30:00.000Z",
    published_by: "mallory",
    yanked: false,
    yank_reason: null,
    min_mockforge_version: null,
    dependencies: {},
    downloads: 0,
    wasm: null,
    capabilities: [],
    capability_changes: [],
    findings: [],
    ...answers.version,
  };
  const resolved = {
    name: "nice",
    version: "1.0.0",
    checksum,
    size: module.length,
    download_url: version.download_url,
    package_url: version.package_url,
    dependencies: {},
    yanked: false,
    ...answers.resolved,
  };
  const plugin = {
    name: "nice",
    description: "Nice",
    version: "1.0.0",
    versions: [],
    author: { name: "mallory", email: null, url: null },
    owners: ["mallory"],
    tags: [],
    category: "other",
    language: null,
    downloads: 0,
    recent_downloads: 0,
    rating: 0,
    reviews_count: 0,
    security_score: null,
    badges: [],
    repository: null,
    homepage: null,
    license: "MIT",
    deprecated: null,
    created_at: version.published_at,
    updated_at: version.published_at,
    ...answers.plugin,
  };
  return fakeRegistry(({ path, authorization }, response) => {
    if (path === "/api/v1/resolve") {
      return sendJson(response, 200, { resolved: [resolved, ...(answers.more ?? [])], install_order: ["nice"] });
    }
    if (path === "/api/v1/plugins/nice/versions/1.0.0") return sendJson(response, 200, version);
    if (path === "/api/v1/plugins/nice") return sendJson(response, 200, plugin);
    if (path === FILE) return answers.file ? answers.file(response, { authorization }) : sendZip(response, NICE);
    return sendJson(response, 404, { error: "Not here", code: "not_found", request_id: "1" });
  });
}

test("what it looks like when nobody means harm", async () => {
  const here = await installing((await registry({})).url);
  await here.document(ChangesDocument, ["install", "nice"]);
  const names = ["mockforge-plugins.lock", "nice/nice.wasm", "nice/plugin.yaml"];
  expect(await namesIn(here.plugins)).toEqual(names);
});

describe("an answer that would lead out of the plugin directory", () => {
  test.for([
    ["a name", { resolved: { name: "../../evil" } }],
    ["a name of Windows", { resolved: { name: "..\\evil" } }],
    ["a version", { resolved: { version: "1.0.0/../../evil" } }],
    ["a dependency", { resolved: { dependencies: { "../evil": "*" } } }],
    ["a requirement", { resolved: { dependencies: { nice: 'x"\n[[plugin]]' } } }],
    ["a checksum", { resolved: { checksum: "../evil" } }],
    ["a plugin that nobody asked for", { more: [{ name: "evil" }] }],
    ["another plugin instead", { resolved: { name: "evil" } }],
    ["a version that does not fit", { resolved: { version: "0.9.0" } }],
    ["the same plugin twice", { more: [{}] }],
  ] as const)("%s is refused, and nothing is written", async ([, answers]) => {
    const more = ("more" in answers ? answers.more : []).map((each) => ({
      name: "nice",
      version: "1.0.0",
      checksum,
      size: 1,
      download_url: "https://x.example/a",
      package_url: "https://x.example/a",
      dependencies: {},
      yanked: false,
      ...each,
    }));
    const here = await installing((await registry({ ...answers, more })).url);
    await here.failure(5, ["install", "nice@^1"]);
    expect(await namesIn(here.home)).toEqual([]);
  });

  test.for([
    ["two modules", { ...NICE, "other.wasm": module }],
    ["no module", { "plugin.yaml": manifest }],
    ["no plugin.yaml", { "nice.wasm": module }],
    ["a name that leaves it", { ...NICE, "../../../evil.sh": manifest }],
    ["an absolute name", { ...NICE, "/tmp/evil.sh": manifest }],
    ["a plugin.yaml without end", { ...NICE, "plugin.yaml": new Uint8Array(65 * 1024) }],
    ["another module", { ...NICE, "nice.wasm": another }],
    ["a module of the same length", { ...NICE, "nice.wasm": new Uint8Array(module.length) }],
  ] as [string, Zippable][])("a package with %s is refused, and nothing is written", async ([, files]) => {
    const here = await installing((await registry({ file: (response) => sendZip(response, files) })).url);
    await here.failure(6, ["install", "nice"]);
    expect(await namesIn(here.home)).toEqual([]);
  });

  test("other files of a package are left out, whatever they are called", async () => {
    const files = { ...NICE, "run.sh": manifest, "a/plugin.yaml": manifest, ".npmrc": manifest };
    const here = await installing((await registry({ file: (response) => sendZip(response, files) })).url);
    await here.document(ChangesDocument, ["install", "nice"]);
    expect(await namesIn(here.plugins)).toHaveLength(3);
  });
});

describe("a file that is not what it says", () => {
  const failing = async (code: number, file: Answers["file"], args: string[] = [], more: Answers = {}) => {
    const server = await registry({ ...more, ...(file ? { file } : {}) });
    const here = await installing(server.url);
    const error = await here.failure(code, ["install", "nice", ...args]);
    expect(await namesIn(here.home)).toEqual([]);
    return { error, requests: server.seen.filter(({ path }) => path === FILE).length };
  };

  test("a package that does not have the checksum of its ETag is damaged", async () => {
    const { error } = await failing(6, (response) => {
      response.setHeader("etag", `"${"0".repeat(64)}"`);
      sendZip(response, NICE);
    });
    expect(error.message).toContain("damaged");
  });

  test("a body without end is cut off", async () => {
    const { error } = await failing(5, (response) => {
      const piece = Buffer.alloc(256 * 1024);
      const send = () => response.destroyed || response.write(piece, send);
      response.writeHead(200);
      send();
    });
    expect(error.message).toContain("more than");
  });

  test("a body that is compressed into next to nothing is cut off too", async () => {
    await failing(5, (response) => {
      response.writeHead(200, { "content-encoding": "deflate" }).end(deflateRawSync(Buffer.alloc(64 * 1024 * 1024)));
    });
  });

  test("a zip that expands without end does not", async () => {
    const bomb = zipSync({ ...NICE, "nice.wasm": [new Uint8Array(80 * 1024 * 1024), { level: 9 }] });
    await failing(6, (response) => response.writeHead(200).end(Buffer.from(bomb)));
  });

  test("a body that ends before its length is asked for again, and then given up", async () => {
    const { requests } = await failing(5, (response) => {
      response.writeHead(200, { "content-length": "1000" }).write("PK", () => response.destroy());
    });
    expect(requests).toBe(4);
  });

  test("a size that nothing has is not even asked for", async () => {
    const { requests } = await failing(6, undefined, [], { resolved: { size: 10 ** 12 } });
    expect(requests).toBe(0);
  });

  test("a server that drips a byte now and then is left", async () => {
    await failing(
      5,
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write("x"), 200);
        response.on("close", () => clearInterval(drip));
      },
      ["--timeout", "1"],
    );
  });

  test("one that begins and stops is left", async () => {
    await failing(5, (response) => void response.writeHead(200).write("PK"), ["--timeout", "1"]);
  });
});

test("no field of an answer can command the terminal, or write a line of its own", async () => {
  const server = await registry({
    version: {
      yanked: true,
      yank_reason: EVIL,
      published_by: EVIL,
      capabilities: [{ id: EVIL, text: EVIL, evidence: [EVIL] }],
      capability_changes: [EVIL],
      findings: [{ severity: "high", code: EVIL, text: EVIL }],
    },
    plugin: { description: EVIL, deprecated: { message: EVIL, replacement: EVIL } },
  });
  for (const args of [[], ["--json"]]) {
    const here = await installing(server.url);
    const { code, stdout, stderr } = await here.run(["install", "nice", ...args]);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(stderr).not.toMatch(/^spoof/m);
    expect(stderr).toContain("␛[2J");
    expect(String((await filesIn(here.plugins)).get("mockforge-plugins.lock"))).not.toContain("spoof");
  }
});

describe("the token", () => {
  test("is not sent on to the host that a download is redirected to", async () => {
    const seen: (string | undefined)[] = [];
    const other = await fakeRegistry(({ authorization }, response) => {
      seen.push(authorization);
      sendZip(response, NICE);
    });
    const server = await registry({
      file: (response, { authorization }) => {
        seen.push(authorization);
        response.writeHead(302, { location: `${other.url}/file` }).end();
      },
    });
    const here = await installing(server.url, "mfr_secret");
    await here.document(ChangesDocument, ["install", "nice"]);
    expect(seen).toEqual(["Bearer mfr_secret", undefined]);
  });

  test("stays where it is when the registry names other hosts for its files", async () => {
    const other = await fakeRegistry((_seen, response) => sendZip(response, NICE));
    const server = await registry({
      resolved: { package_url: `${other.url}/file`, download_url: `${other.url}/file` },
    });
    const here = await installing(server.url, "mfr_secret");
    await here.document(ChangesDocument, ["install", "nice"]);
    expect(other.seen).toEqual([]);
  });
});
