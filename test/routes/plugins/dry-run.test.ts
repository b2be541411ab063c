import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, invalid, refusal } from "../../support/answers.ts";
import { wasmModule } from "../../support/modules.ts";
import { packageOf, sendPackage } from "../../support/packages.ts";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { announce } from "../../support/uploads.ts";

let stack: PrivateStack;
let person: Person;
let module: Uint8Array;
// Limits as in production: five new plugins, then one in ten minutes.
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1 } });
  person = await somebody(stack);
  module = await wasmModule("dry");
});
afterAll(() => stack?.close());

const PUBLISH = "/api/v1/plugins/publish?dry_run=true";
const WAYS: [string, (name: string, more?: Record<string, unknown>) => Promise<Response>][] = [
  [
    "JSON",
    async (name, more) => person.request(PUBLISH, { json: { ...(await publishBody(name, "1.0.0", "dry")), ...more } }),
  ],
  [
    "a package",
    (name) =>
      sendPackage(person, name, packageOf(name, module), {
        query: "?dry_run=true",
        files: { sbom: "made of", sbom_signature: "signed" },
      }),
  ],
  ["an upload", (name, more) => announce(person, name, module, more, "?dry_run=true")],
];

/** How many rows each table has, and which objects there are. */
async function everything(): Promise<unknown> {
  const tables = await stack.sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`;
  const counts = [];
  for (const { name } of tables) {
    const [row] = await stack.sql<{ count: string }>`
      select query_to_xml(format('select count(*) from %I', ${name}::text), false, true, '')::text as count`;
    counts.push([name, /<count>(\d+)/.exec(row!.count)?.[1]]);
  }
  return { counts, objects: await stack.store.keys() };
}

test.for(WAYS)("a dry run of %s writes nothing and costs no right to publish, however often", async ([, dryRun]) => {
  const name = unique("dry");
  const before = await everything();
  for (let round = 0; round < 7; round += 1) {
    const response = await dryRun(name);
    expect(response.headers.get("ratelimit-policy")).not.toContain("publish");
    expect(await answer(response)).toMatchObject({
      status: 200,
      body: { name, version: "1.0.0", dry_run: true, published_at: null },
    });
  }
  expect(await everything()).toEqual(before);
});

test.for(WAYS)("a dry run of %s judges the name as a publication would", async ([, dryRun]) => {
  const popular = unique("popular");
  await person.publishes(popular);
  const others = await somebody(stack);
  await stack.sql`update plugins set downloads = 5000, author_id = ${others.id} where name = ${popular}`;
  await stack.sql`update plugin_owners set user_id = ${others.id}
    where plugin_id = (select id from plugins where name = ${popular})`;
  expect(await answer(dryRun("mockforge"))).toEqual(refusal(409, "name_reserved"));
  expect(await answer(dryRun(popular))).toEqual(refusal(403, "not_owner"));
  expect(await answer(dryRun(`${popular}-rs`))).toEqual(refusal(409, "name_too_similar"));
  expect(await answer(dryRun(popular.replace("o", "0")))).toEqual(refusal(409, "name_taken"));
});

test("a dry run of an upload judges dependencies and sizes too", async () => {
  const dryRun = (more: object) => answer(announce(person, unique("dry"), module, { ...more }, "?dry_run=true"));
  expect(await dryRun({ dependencies: { "no-such-one": "1" } })).toEqual(invalid("dependencies.no-such-one"));
  expect(await dryRun({ file_size: 50 * 1024 * 1024 + 1 })).toEqual(invalid("file_size"));
});

test("announcements cost what publications cost, and completions have a limit of their own", async () => {
  const hostile = await somebody(stack);
  const statuses: number[] = [];
  for (let round = 0; round < 8; round += 1) statuses.push((await announce(hostile, unique("many"), module)).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429, 429]);
  const [upload] = await stack.sql`select id from uploads where user_id = ${hostile.id} limit 1`;
  expect(await stack.sql`select from uploads where user_id = ${hostile.id}`).toHaveLength(5);
  const complete = () => hostile.request(`/api/v1/uploads/${upload?.id}/complete`, { method: "POST" });
  const asked: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const answers = await Promise.all(Array.from({ length: 5 }, complete));
    asked.push(...answers.map(({ status }) => status));
  }
  expect(asked.toSorted()).toEqual([...Array(30).fill(409), ...Array(5).fill(429)]);
});
