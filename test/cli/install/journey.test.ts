import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ChangesDocument, ListDocument, OutdatedDocument, VerifyDocument } from "../../../src/cli/documents/install.ts";
import { SearchResponse } from "../../../src/contract/search.ts";
import { wasmModule } from "../../support/modules.ts";
import { somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { filesIn, installing, namesIn } from "./support.ts";

const stack = shared();

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A plugin that needs another one. */
async function pair() {
  const author = await somebody(stack);
  const [needed, name, word] = [unique("needed"), unique("wanted"), uniqueWord()];
  await author.publishes(needed, "1.0.0");
  await author.publishes(name, "1.0.0", { description: `Does ${word}`, dependencies: { [needed]: "^1.0" } });
  const yank = (plugin: string, version: string) =>
    author.request(`/api/v1/plugins/${plugin}/versions/${version}/yank?reason=Leaks`, { method: "DELETE" });
  return { author, needed, name, word, yank };
}

test("publish, search, install, verify, yank, update: each step sees the one before", async () => {
  const { author, needed, name, word, yank } = await pair();
  const here = await installing(stack.url);
  const found = await here.document(SearchResponse, ["search", word]);
  expect(found.plugins).toMatchObject([{ name }]);

  const { installed } = await here.document(ChangesDocument, ["install", name]);
  expect(installed).toMatchObject([
    { name: needed, version: "1.0.0", before: null, requested: false, yanked: false },
    { name, version: "1.0.0", requested: true },
  ]);
  const files = await filesIn(here.plugins);
  const expected = [name, needed].flatMap((each) => [`${each}/${each}.wasm`, `${each}/plugin.yaml`]);
  expect([...files.keys()]).toEqual(["mockforge-plugins.lock", ...expected].toSorted());
  expect(files.get(`${name}/${name}.wasm`)).toEqual(Buffer.from(await wasmModule(`${name} 1.0.0`)));
  expect(String(files.get(`${name}/plugin.yaml`))).toContain(`id: ${name}`);

  const verified = await here.document(VerifyDocument, ["verify"]);
  expect(verified.plugins.map(({ state }) => state)).toEqual(["intact", "intact"]);
  const listed = await here.document(ListDocument, ["list"]);
  expect(listed.plugins).toMatchObject([
    { name: needed, requirement: null, needed_by: [name] },
    { name, requirement: "^1.0.0", needed_by: [] },
  ]);

  await author.publishes(needed, "1.1.0");
  await yank(needed, "1.0.0");
  expect(await here.document(OutdatedDocument, ["outdated"])).toEqual({
    plugins: [{ name: needed, current: "1.0.0", wanted: "1.1.0", latest: "1.1.0", yanked: true, deprecated: null }],
  });
  const kept = await here.run(["install", name]);
  expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining("All is in place") });
  expect(kept.stderr).toContain(`${needed} 1.0.0 was taken back by its authors`);

  const updated = await here.document(ChangesDocument, ["update"]);
  expect(updated).toMatchObject({ installed: [{ name: needed, version: "1.1.0", before: "1.0.0" }], kept: 1 });
  expect(await here.document(OutdatedDocument, ["outdated"])).toEqual({ plugins: [] });
  await here.document(VerifyDocument, ["verify"]);
});

describe("the lock", () => {
  test("is text that one can read, and the same on every machine", async () => {
    const { needed, name } = await pair();
    const [here, there] = [await installing(stack.url), await installing(stack.url)];
    await here.run(["install", name]);
    await there.run(["install", needed, name]);
    await there.run(["remove", name]);
    await there.run(["install", name]);
    const text = await readFile(here.lockPath, "utf8");
    const module = await wasmModule(`${name} 1.0.0`);
    const manifest = await readFile(join(here.plugins, name, "plugin.yaml"));
    expect(text)
      .toBe(`# What mockforge-registry has installed beside this file, to the byte. \`mockforge-registry install\` restores it.
# Keep it in version control; change it by install, update and remove.
version = 1
registry = "${stack.url.replace(/\/$/, "")}"

${text.slice(text.indexOf("[[plugin]]"), text.lastIndexOf("[[plugin]]"))}[[plugin]]
name = "${name}"
version = "1.0.0"
requirement = "^1.0.0"
checksum = "${sha256(module)}"
manifest_checksum = "${sha256(manifest)}"
size = ${module.length}
capabilities = []
dependencies = { ${needed} = "^1.0" }
`);
    const same = (await readFile(there.lockPath, "utf8")).replace('version = "1.0.0"\nrequirement = "^1.0.0"', "V");
    expect(same).toBe(text.replace('version = "1.0.0"', "V"));
  });

  test("restores exactly what it says, also what has been yanked or surpassed since", async () => {
    const { author, needed, name, yank } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", name]);
    const before = await filesIn(here.plugins);
    await author.publishes(needed, "1.1.0");
    await yank(needed, "1.0.0");
    const there = await installing(stack.url);
    await mkdir(there.plugins, { recursive: true });
    await writeFile(there.lockPath, await readFile(here.lockPath));
    const { stderr, code } = await there.run(["install", "--locked"]);
    expect(code).toBe(0);
    expect(stderr).toContain(`${needed} 1.0.0 was taken back by its authors`);
    expect(await filesIn(there.plugins)).toEqual(before);
  });

  test("repairs what was changed or lost", async () => {
    const { needed, name } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", name]);
    const before = await filesIn(here.plugins);
    await writeFile(join(here.plugins, name, "plugin.yaml"), "id: evil\n");
    await writeFile(join(here.plugins, needed, "a.wasm"), "x");
    const { code, stdout } = await here.run(["verify"]);
    expect(code).toBe(6);
    expect(stdout).toContain(`✗ ${name} 1.0.0: plugin.yaml is not what was installed`);
    expect(stdout).toContain(`✗ ${needed} 1.0.0: a.wasm does not belong to it`);
    const { installed } = await here.document(ChangesDocument, ["install"]);
    expect(installed.map((plugin) => plugin.name).toSorted()).toEqual([name, needed].toSorted());
    expect(await filesIn(here.plugins)).toEqual(before);
  });

  test("--locked refuses what would change it, and changes nothing", async () => {
    const { author, needed, name } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", needed]);
    const before = await filesIn(here.plugins);
    expect(await here.failure(6, ["install", name, "--locked"])).toMatchObject({
      message: expect.stringContaining("would change"),
    });
    await author.publishes(needed, "1.2.0");
    await here.failure(6, ["install", `${needed}@latest`, "--locked"]);
    expect(await filesIn(here.plugins)).toEqual(before);
    await here.document(ChangesDocument, ["install", needed, "--locked"]);
  });

  test("edited by hand so that it does not fit, it is resolved anew, and not with --locked", async () => {
    const { author, needed, name } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", name]);
    await author.publishes(name, "2.0.0", { dependencies: { [needed]: "^1.0" } });
    const text = await readFile(here.lockPath, "utf8");
    await writeFile(here.lockPath, text.replace('requirement = "^1.0.0"', 'requirement = "^2.0"'));
    await here.failure(6, ["install", "--locked"]);
    const { installed, kept } = await here.document(ChangesDocument, ["install"]);
    expect({ installed, kept }).toMatchObject({ installed: [{ name, version: "2.0.0", before: "1.0.0" }], kept: 1 });
  });

  test.for(["checksum", "manifest_checksum"])(
    "a %s that is not the registry's is 6, and nothing changes",
    async (key) => {
      const { name } = await pair();
      const here = await installing(stack.url);
      await here.run(["install", name]);
      const lock = await readFile(here.lockPath, "utf8");
      await writeFile(
        here.lockPath,
        lock.replaceAll(new RegExp(`^${key} = ".*"`, "gm"), `${key} = "${"0".repeat(64)}"`),
      );
      const before = await filesIn(here.plugins);
      for (const args of [["install"], ["install", name], ["update"]]) {
        const { message } = await here.failure(6, args);
        expect(message).toContain("is not what was published");
      }
      expect(await filesIn(here.plugins)).toEqual(before);
    },
  );

  test("of another registry is not mixed with this one", async () => {
    const { name } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", name]);
    const elsewhere = ["install", name, "--registry", "http://127.0.0.1:9"];
    expect(await here.failure(6, elsewhere)).toMatchObject({ hint: expect.stringContaining("--registry") });
  });

  test.for([
    ["a name that leaves the directory", (text: string) => text.replace(/name = ".*"/, 'name = "../../evil"')],
    ["no TOML", () => "<<<<<<< HEAD"],
    ["a version of another client", (text: string) => text.replace("version = 1\n", "version = 2\n")],
  ] as const)("%s is refused", async ([, edit]) => {
    const { needed } = await pair();
    const here = await installing(stack.url);
    await here.run(["install", needed]);
    await writeFile(here.lockPath, edit(await readFile(here.lockPath, "utf8")));
    for (const command of ["install", "verify", "list", "update"]) await here.failure(6, [command]);
  });
});

describe("requirements", () => {
  /** Of a plugin with three versions: which one is there after each command, and what for. */
  async function choosing(...commands: ((name: string) => string[])[]): Promise<string[]> {
    const author = await somebody(stack);
    const name = unique("many");
    for (const version of ["1.0.0", "1.5.0", "2.0.0"]) await author.publishes(name, version);
    const here = await installing(stack.url);
    const choices: string[] = [];
    for (const command of commands) {
      await here.document(ChangesDocument, command(name));
      const lock = await readFile(here.lockPath, "utf8");
      choices.push(/^version = "(.*)"\nrequirement = "(.*)"$/m.exec(lock)!.slice(1).join(" for "));
    }
    return choices;
  }

  test("a version is that version, and stays", async () => {
    const commands = [(name: string) => ["install", `${name}@1.0.0`], () => ["update"]];
    expect(await choosing(...commands)).toEqual(["1.0.0 for =1.0.0", "1.0.0 for =1.0.0"]);
  });

  test("a requirement is kept, and what fits it stays until it is updated", async () => {
    const choices = await choosing(
      (name) => ["install", `${name}@~1.0`],
      (name) => ["install", `${name}@^1`],
      (name) => ["install", name],
      (name) => ["update", name],
    );
    expect(choices).toEqual(["1.0.0 for ~1.0", "1.0.0 for ^1", "1.0.0 for ^1", "1.5.0 for ^1"]);
  });

  test("@latest goes beyond what was asked for, and another requirement back", async () => {
    const choices = await choosing(
      (name) => ["install", `${name}@^1`],
      (name) => ["install", `${name}@latest`],
      (name) => ["install", `${name}@<2`],
    );
    expect(choices).toEqual(["1.5.0 for ^1", "2.0.0 for ^2.0.0", "1.5.0 for <2"]);
  });

  test("what cannot be had together is told in the registry's words, and a misspelt name in ours", async () => {
    const { needed, name } = await pair();
    const here = await installing(stack.url);
    const conflict = await here.failure(1, ["install", name, `${needed}@^7`]);
    expect(conflict).toMatchObject({ code: "unresolvable", message: expect.stringContaining(needed) });
    const misspelt = await here.failure(4, ["install", name.slice(0, -1)]);
    expect(misspelt).toMatchObject({ code: "plugin_not_found", hint: expect.stringContaining(name) });
    expect(await namesIn(here.plugins)).toEqual([]);
  });

  test("--mockforge-version leaves out what needs a newer one", async () => {
    const author = await somebody(stack);
    const name = unique("newer");
    await author.publishes(name, "1.0.0");
    await author.publishes(name, "1.1.0", { min_mockforge_version: "9.0.0" });
    const here = await installing(stack.url);
    const { installed } = await here.document(ChangesDocument, ["install", name, "--mockforge-version", "1.0.0"]);
    expect(installed).toMatchObject([{ version: "1.0.0" }]);
  });
});

test("remove takes what only it needed, and leaves what others need", async () => {
  const { needed, name } = await pair();
  const here = await installing(stack.url);
  await here.run(["install", name]);
  expect(await here.failure(1, ["remove", needed])).toMatchObject({ message: `${needed} is needed by ${name}` });
  await here.failure(4, ["remove", "no-such-plugin"]);
  const { removed, kept } = await here.document(ChangesDocument, ["remove", name]);
  expect({ removed: removed.map((each) => each.name).toSorted(), kept }).toEqual({
    removed: [name, needed].toSorted(),
    kept: 0,
  });
  expect(await namesIn(here.plugins)).toEqual(["mockforge-plugins.lock"]);
});

test("a deprecated plugin says what to use instead", async () => {
  const author = await somebody(stack);
  const [name, better] = [unique("old"), unique("new")];
  await author.publishes(better);
  await author.publishes(name);
  const json = { message: "Nobody mends it", replacement: better };
  await author.request(`/api/v1/plugins/${name}/deprecation`, { method: "PUT", json });
  const { stderr } = await (await installing(stack.url)).run(["install", name]);
  expect(stderr).toContain(`! ${name} is deprecated: Nobody mends it; use ${better}`);
});

test("a folder that is somebody else's is not replaced", async () => {
  const { needed } = await pair();
  const here = await installing(stack.url);
  await mkdir(join(here.plugins, needed), { recursive: true });
  await writeFile(join(here.plugins, needed, "mine.txt"), "mine");
  await here.failure(1, ["install", needed]);
  expect(await namesIn(here.plugins)).toEqual([`${needed}/mine.txt`]);
});
