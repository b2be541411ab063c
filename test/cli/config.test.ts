import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigDocument, SettingDocument } from "../../src/cli/documents/config.ts";
import { type Machine, machine } from "./support/cli.ts";
import { fakeRegistry, sendJson } from "./support/fake-registry.ts";

const OLD = "https://old.example";

async function withFile(text: string): Promise<Machine> {
  const here = await machine("");
  await mkdir(dirname(here.settingsPath), { recursive: true });
  await writeFile(here.settingsPath, text);
  return here;
}

const urlOf = async (here: Machine, args: string[] = [], env = {}) =>
  here.document(SettingDocument, ["config", "get", "url", ...args], { env });

describe("what holds", () => {
  test("flag before environment before file before default", async () => {
    const here = await withFile(`url = "${OLD}"\n`);
    const env = { MOCKFORGE_REGISTRY_URL: "https://env.example" };
    const flag = ["--registry", "https://flag.example"];
    expect(await urlOf(here, flag, env)).toMatchObject({ value: "https://flag.example", source: "flag" });
    expect(await urlOf(here, [], env)).toMatchObject({ value: "https://env.example", source: "environment" });
    expect(await urlOf(here)).toMatchObject({ value: OLD, source: "file" });
    expect(await urlOf(await machine(""))).toMatchObject({
      value: "https://registry.mockforge.dev",
      source: "default",
    });
  });

  test("a list of settings shows only the beginning of a token", async () => {
    const here = await withFile(`url = "${OLD}"\ntoken = "mfr_0123456789abcdefghij"\n`);
    const { settings } = await here.document(ConfigDocument, ["config", "list"]);
    expect(settings).toContainEqual({ key: "token", value: "mfr_01234567…", source: "file" });
  });

  test("a broken file is named, with what is wrong", async () => {
    const here = await withFile("url = 5\n");
    expect(await here.failure(1, ["config", "list"])).toMatchObject({
      message: expect.stringContaining("url must be"),
    });
  });
});

describe("a rewrite", () => {
  const FILE = `# Ours
url = "${OLD}" # the old one
cache_dir = "/var/cache"
timeout = 12
alternative_registries = ["https://a.example"]

[proxy] # of somebody else
host = "proxy.example"
`;

  test("keeps comments and what others have put there", async () => {
    const here = await withFile(FILE);
    expect(await here.run(["config", "set", "timeout", "60"])).toMatchObject({ code: 0 });
    expect(await readFile(here.settingsPath, "utf8")).toBe(FILE.replace("12", "60"));
    expect((await stat(here.settingsPath)).mode & 0o777).toBe(0o600);
  });

  test("holds everything that MockForge's own client wants", async () => {
    const here = await machine("");
    await here.run(["config", "set", "alternative_registries", "https://a.example, https://b.example"]);
    expect(await readFile(here.settingsPath, "utf8")).toBe(
      `url = "https://registry.mockforge.dev"\ntimeout = 30\nalternative_registries = [ "https://a.example", "https://b.example" ]\n`,
    );
  });

  test("another registry does not inherit the token", async () => {
    const here = await withFile(`url = "${OLD}"\ntoken = "mfr_secret"\n`);
    const { stderr } = await here.run(["config", "set", "url", "https://new.example"]);
    expect(stderr).toContain("forgotten");
    expect(await readFile(here.settingsPath, "utf8")).not.toContain("token");
  });

  test.for([
    ["url", "ftp://x.example"],
    ["url", "not an address"],
    ["timeout", "0"],
    ["alternative_registries", "https://a.example,b"],
    ["colour", "red"],
  ])("refuses %s = %s", async ([key, value]) => {
    const here = await machine("");
    await here.failure(2, ["config", "set", key!, value!]);
  });
});

describe("the stored token", () => {
  const answering = () =>
    fakeRegistry((_seen, response) => sendJson(response, 200, { plugins: [], total: 0, page: 0, per_page: 20 }));

  test("goes to its own registry, also behind /camel, and to no other that is asked by a flag", async () => {
    const [own, other] = [await answering(), await answering()];
    const here = await withFile(`url = "${own.url}/camel"\ntoken = "mfr_secret"\n`);
    await here.run(["search"]);
    await here.run(["search", "--registry", other.url]);
    await here.run(["search", "--registry", other.url, "--token", "mfr_given"]);
    expect(own.seen).toMatchObject([{ authorization: "Bearer mfr_secret" }]);
    expect(own.seen[0]?.path).toMatch(/^\/api\/v1\/plugins\?/);
    expect(other.seen.map(({ authorization }) => authorization)).toEqual([undefined, "Bearer mfr_given"]);
  });
});
