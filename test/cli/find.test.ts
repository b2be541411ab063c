import { describe, expect, test } from "vitest";
import { InfoDocument } from "../../src/cli/documents/info.ts";
import { SearchResponse } from "../../src/contract/search.ts";
import { somebody, unique, uniqueWord } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { machine } from "./support/cli.ts";

const stack = shared();

describe("search", () => {
  test("finds what was published, as a table and as a document", async () => {
    const [author, word, name] = [await somebody(stack), uniqueWord(), unique("found")];
    await author.publishes(name, "1.2.0", { description: `Does ${word}`, tags: ["jwt"], category: "auth" });
    const here = await machine(stack.url);
    const document = await here.document(SearchResponse, ["search", word, "--category", "auth", "--tags", "jwt"]);
    expect(document).toMatchObject({ total: 1, page: 1, plugins: [{ name, version: "1.2.0" }] });
    const { code, stdout, stderr } = await here.run(["search", word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")[1]).toMatch(new RegExp(`^${name} +1\\.2\\.0 +– +0 +Does ${word}$`));
  });

  test("what nothing matches is no failure", async () => {
    const here = await machine(stack.url);
    expect(await here.run(["search", uniqueWord()])).toEqual({ code: 0, stdout: "Nothing found.\n", stderr: "" });
  });

  test("all that is wrong with the options is said before anything is sent", async () => {
    const here = await machine("http://127.0.0.1:9");
    const { issues } = await here.failure(2, ["search", "--per-page", "101", "--tags", "Not a tag!"]);
    expect(issues.map(({ path }) => path)).toEqual(["tags.0", "per_page"]);
  });
});

describe("info", () => {
  test("shows versions, dependencies, ratings, and the version that was asked for", async () => {
    const [author, reader] = [await somebody(stack), await somebody(stack)];
    const [name, needed] = [unique("shown"), unique("needed")];
    await author.publishes(needed);
    await author.publishes(name, "1.0.0");
    await author.publishes(name, "1.1.0", { dependencies: { [needed]: "^1.0" } });
    await reader.reviews(name, 4);
    const here = await machine(stack.url);
    const latest = await here.document(InfoDocument, ["info", name]);
    expect(latest).toMatchObject({ version: { version: "1.1.0", dependencies: { [needed]: "^1.0" } } });
    expect(latest.reviews).toMatchObject({ total_reviews: 1, rating_distribution: { "4": 1 } });
    expect(await here.document(InfoDocument, ["info", `${name}@~1.0`])).toMatchObject({
      version: { version: "1.0.0" },
    });
    const { stdout } = await here.run(["info", name]);
    expect(stdout).toContain(`depends on  ${needed} ^1.0`);
    expect(stdout).toMatch(/★ 4\.0 from 1\n {2}5 +0\n {2}4 █+ 1\n/);
  });

  test("a misspelt name gets the right one", async () => {
    const author = await somebody(stack);
    const name = unique("spelling");
    await author.publishes(name);
    const here = await machine(stack.url);
    const error = await here.failure(4, ["info", name.slice(0, -1)]);
    expect(error).toMatchObject({ code: "plugin_not_found", hint: expect.stringContaining(name) });
    expect(error.request_id).not.toBeNull();
    const short = uniqueWord().slice(0, 8);
    await author.publishes(`${short}-xy`);
    const swapped = `${short.slice(0, 4)}${short[5]}${short[4]}${short.slice(6)}-xy`;
    if (short[4] !== short[5]) {
      expect(await here.failure(4, ["info", swapped])).toMatchObject({ hint: `did you mean ${short}-xy?` });
    }
  });

  test("a version that does not exist is not found", async () => {
    const author = await somebody(stack);
    const name = unique("version");
    await author.publishes(name);
    const here = await machine(stack.url);
    expect(await here.failure(4, ["info", `${name}@9.9.9`])).toMatchObject({ code: "version_not_found" });
  });
});
