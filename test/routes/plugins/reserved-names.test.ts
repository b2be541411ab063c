import { beforeAll, expect, test } from "vitest";
import { jsonApi } from "../../../src/api/index.ts";
import { isPluginName } from "../../../src/lib/names.ts";
import { answer, refusal } from "../../support/answers.ts";
import { type Person, publishBody, somebody } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

let person: Person;
beforeAll(async () => void (person = await somebody(shared())));

/** Where a plugin's name could stand: behind these, a route's own word and a name would be taken for each other. */
const MOUNTS = ["/", "/api/", "/api/v1/", "/api/v1/plugins/", "/camel/", "/docs/", "/dl/", "/badges/"];

const routes = jsonApi.routes.map(({ path }) => path);
const firstWords = MOUNTS.flatMap((mount) =>
  routes.filter((path) => path.startsWith(mount)).map((path) => path.slice(mount.length).split("/")[0]!),
);
const words = [...new Set(firstWords)].filter(isPluginName).toSorted();

const NAMED_IN_THE_RULES =
  "mockforge mock-forge official admin api std core wasm wasi test tests testing example demo".split(" ");

test("there are words to reserve", () => {
  expect(words).toEqual(expect.arrayContaining(["api", "camel", "dl", "health", "plugins", "publish", "search", "v1"]));
});

test.for([...new Set([...words, ...NAMED_IN_THE_RULES])])("nobody may claim '%s'", async (name) => {
  for (const each of new Set([name, [...name.replaceAll("-", "")].join("-"), name.replaceAll("o", "0")])) {
    const json = await publishBody(each, "1.0.0");
    expect(await answer(person.request("/api/v1/plugins/publish?dry_run=true", { json }))).toEqual(
      refusal(409, "name_reserved"),
    );
  }
});
