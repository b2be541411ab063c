import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { filesIn, type Installed, installing } from "./support.ts";

type Files = Map<string, Buffer>;

const stack = shared();
const PRELOAD = new URL("kill-at.mjs", import.meta.url).href;
const POINTS = 20;
const LOCK = "mockforge-plugins.lock";

const [needed, dropped, name] = [unique("needed"), unique("dropped"), unique("wanted")];
const FIRST = ["install", `${name}@1.0.0`];
/** Brings a plugin, changes two and drops one: everything an install can do. */
const SECOND = ["install", `${name}@2.0.0`];

interface Known {
  before: Files;
  after: Files;
  /** How often the second one changes something on the disk. */
  steps: number;
}

let known: Promise<Known> | undefined;

/** The same on every machine, so it is found out once. */
const prepared = () => (known ??= prepare());

async function prepare(): Promise<Known> {
  const author = await somebody(stack);
  const brought = unique("brought");
  for (const version of ["1.0.0", "1.1.0"]) await author.publishes(needed, version);
  await author.publishes(dropped);
  await author.publishes(brought);
  await author.publishes(name, "1.0.0", { dependencies: { [needed]: "=1.0.0", [dropped]: "^1" } });
  await author.publishes(name, "2.0.0", { dependencies: { [needed]: "^1.1", [brought]: "^1" } });
  const here = await installing(stack.url);
  await here.run(FIRST);
  const before = await filesIn(here.plugins);
  const countFile = join(here.home, "count");
  await preloaded(here, SECOND, { KILL_COUNT: countFile });
  return { before, after: await filesIn(here.plugins), steps: Number(await readFile(countFile, "utf8")) };
}

const preloaded = (here: Installed, args: string[], env: Record<string, string>) =>
  here.run(args, { env: { NODE_OPTIONS: `--import ${PRELOAD}`, ...env } });

async function put(here: Installed, files: Files): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(here.plugins, path)), { recursive: true });
    await writeFile(join(here.plugins, path), bytes);
  }
}

/** What MockForge sees of a directory: folder by folder, without what is under way. */
function folders(files: Files): Map<string, Record<string, Buffer>> {
  const found = new Map<string, Record<string, Buffer>>();
  for (const [path, bytes] of files) {
    const [folder = "", file] = path.split("/");
    if (file !== undefined && !folder.startsWith(".")) found.set(folder, { ...found.get(folder), [file]: bytes });
  }
  return found;
}

test("an update of four plugins has more steps than it is killed at", async () => {
  const { before, after, steps } = await prepared();
  expect(steps).toBeGreaterThan(POINTS);
  expect([folders(before).size, folders(after).size]).toEqual([3, 3]);
});

test.for(Array.from({ length: POINTS }, (_, at) => at + 1))(
  "killed at point %i of 20, each folder holds one version whole, the lock names it, and the next try succeeds",
  async (point) => {
    const { before, after, steps } = await prepared();
    const here = await installing(stack.url);
    await put(here, before);
    const at = Math.ceil((point * steps) / POINTS);
    expect(await preloaded(here, SECOND, { KILL_AT: String(at) })).toMatchObject({ code: null, stdout: "" });

    const left = await filesIn(here.plugins);
    const lock = String(left.get(LOCK));
    expect([before, after].map((files) => String(files.get(LOCK)))).toContain(lock);
    for (const [folder, files] of folders(left)) {
      expect(lock).toContain(`name = "${folder}"`);
      expect([folders(before).get(folder), folders(after).get(folder)]).toContainEqual(files);
    }

    // Every second time by what the lock says, whichever it is.
    const [again, goal] =
      point % 2 === 0 ? [SECOND, after] : [["install"], lock === String(after.get(LOCK)) ? after : before];
    expect(await here.run(again)).toMatchObject({ code: 0 });
    expect(await filesIn(here.plugins)).toEqual(goal);
  },
);

test.for([1, 5, 8])("when the disk is full at its change %i, all is as it was", async (at) => {
  const { before } = await prepared();
  const here = await installing(stack.url);
  await put(here, before);
  const { code, stderr } = await preloaded(here, SECOND, { FAIL_AT: String(at) });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining(`Cannot change ${here.plugins}: ENOSPC`),
  });
  expect(await filesIn(here.plugins)).toEqual(before);
});
