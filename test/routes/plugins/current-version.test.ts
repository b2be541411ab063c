import { expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const currentOf = async (name: string) => (await answer(stack.request(`/api/v1/plugins/${name}`))).body.version;
const yank = (author: Person, name: string, version: string) =>
  author.request(`/api/v1/plugins/${name}/versions/${version}/yank`, { method: "DELETE" });

test("publishing an older version leaves what the plugin shows", async () => {
  const author = await somebody(stack);
  const [name, dependency] = [unique("older"), unique("dependency")];
  await author.publishes(dependency);
  const shown = {
    description: "The second line",
    category: "auth",
    license: "Apache-2.0",
    repository: "https://example.com/2",
    homepage: "https://example.com/two",
    tags: ["second"],
    language: "rust",
  };
  await author.publishes(name, "2.0.0", shown);
  const before = await answer(stack.request(`/api/v1/plugins/${name}`));
  await author.publishes(name, "1.9.9", {
    description: "The first line",
    category: "other",
    license: "MIT",
    repository: "https://example.com/1",
    tags: ["first"],
    language: "zig",
    dependencies: { [dependency]: "1" },
  });
  const after = await answer(stack.request(`/api/v1/plugins/${name}`));
  expect(after.body).toMatchObject({ ...shown, version: "2.0.0", created_at: before.body.created_at });
  expect(after.body.versions.map(({ version }: { version: string }) => version)).toEqual(["2.0.0", "1.9.9"]);
  expect(Date.parse(after.body.updated_at)).toBeGreaterThanOrEqual(Date.parse(before.body.updated_at));
  expect((await answer(stack.request(`/api/v1/plugins?q=${name}&tags=first`))).body.total).toBe(0);
});

test("a newer version changes what the plugin shows, and a yank changes it back", async () => {
  const author = await somebody(stack);
  const name = unique("newer");
  await author.publishes(name, "1.0.0", { description: "The first", tags: ["one"], category: "auth" });
  await author.publishes(name, "1.1.0", { description: "The second", tags: ["two"], category: "other" });
  const read = () => answer(stack.request(`/api/v1/plugins/${name}`));
  expect((await read()).body).toMatchObject({
    version: "1.1.0",
    description: "The second",
    tags: ["two"],
    category: "other",
  });
  await yank(author, name, "1.1.0");
  expect((await read()).body).toMatchObject({
    version: "1.0.0",
    description: "The first",
    tags: ["one"],
    category: "auth",
  });
});

test.for<[string, string[], string[], string]>([
  ["the highest stable version, whatever came last", ["1.0.0", "1.10.0", "1.9.0"], [], "1.10.0"],
  ["a stable version before a higher prerelease", ["1.0.0", "2.0.0-rc.1"], [], "1.0.0"],
  ["the highest prerelease where nothing is stable", ["1.0.0-rc.2", "1.0.0-rc.10", "1.0.0-beta"], [], "1.0.0-rc.10"],
  ["the release before its own prereleases", ["1.0.0-rc.1", "1.0.0"], [], "1.0.0"],
  ["not a yanked version", ["1.0.0", "1.1.0"], ["1.1.0"], "1.0.0"],
  ["a prerelease where all stable versions are yanked", ["1.0.0", "2.0.0-rc.1"], ["1.0.0"], "2.0.0-rc.1"],
  ["the highest of all where all are yanked", ["1.0.0", "1.1.0"], ["1.1.0", "1.0.0"], "1.1.0"],
])("the current version is %s", async ([, published, yanked, current]) => {
  const author = await somebody(stack);
  const name = unique("current");
  for (const version of published) await author.publishes(name, version);
  for (const version of yanked) expect((await yank(author, name, version)).status).toBe(200);
  expect(await currentOf(name)).toBe(current);
  const latest = await answer(stack.request(`/api/v1/plugins/${name}/versions/latest`));
  expect(latest.body.version).toBe(current);
});
