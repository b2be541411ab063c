import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { canonicalName, isPluginName } from "../../../src/lib/names.ts";
import { answer, refusal } from "../../support/answers.ts";
import { type Person, publishBody, somebody, uniqueWord } from "../../support/people.ts";
import { printedSeed } from "../../support/seed.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const seed = printedSeed("plugin names");
let [owner, stranger, admin]: Person[] = [];
beforeAll(async () => {
  [owner, stranger, admin] = await Promise.all([somebody(stack), somebody(stack), somebody(stack, { isAdmin: true })]);
});

/** Whether somebody could publish under a name, without doing it. */
const tried = async (who: Person, name: string) =>
  answer(who.request("/api/v1/plugins/publish?dry_run=true", { json: await publishBody(name, "1.0.0") }));

const LOOK_ALIKES: Record<string, string> = { "0": "0o", o: "0o", "1": "1il", i: "1il", l: "1il" };

/** A new name with all that canonical forms are about, and another way to write it. */
const nameAndTwin = fc
  .record({
    start: fc.stringMatching(/^[o0il1a-c]{3,8}$/),
    dice: fc.array(fc.nat({ max: 5 }), { minLength: 40, maxLength: 40 }),
  })
  .map(({ start, dice }) => {
    const name = `${start}-${uniqueWord()}`;
    const letters = [...name.replaceAll("-", "")].map((letter, index) => {
      const alike = LOOK_ALIKES[letter] ?? letter;
      const hyphen = index > 0 && dice[index] === 0 ? "-" : "";
      return hyphen + alike[dice[index]! % alike.length]!;
    });
    return { name, twin: letters.join("") };
  })
  .filter(({ name, twin }) => name !== twin && isPluginName(twin));

test("however else a name is written, it is the first one's: hyphens, 0 and o, 1, i and l", async () => {
  const property = fc.asyncProperty(nameAndTwin, async ({ name, twin }) => {
    await owner!.publishes(name);
    const [row] = await stack.sql`select canonical_name from plugins where name = ${name}`;
    expect(row).toEqual({ canonical_name: canonicalName(name) });
    for (const who of [stranger!, owner!, admin!]) {
      const refused = await tried(who, twin);
      expect(refused).toEqual(refusal(409, "name_taken"));
      expect(refused.body.error).toContain(`'${name}'`);
    }
    await expect(stack.sql`
      insert into plugins (name, author_id, description, category, license)
      values (${twin}, ${stranger!.id}, 'Past the API', 'testing', 'MIT')`).rejects.toMatchObject({
      constraint: "plugins_canonical_name_unique",
    });
  });
  await fc.assert(property, { numRuns: 20, seed });
});

test("the database's canonical form is the library's", async () => {
  const names = fc.sample(fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,4}$/), { numRuns: 2_000, seed });
  const rows = await stack.sql<{ canonical: string }>`
    select translate(name, '01i-', 'oll') as canonical
    from unnest(${names}::text[]) with ordinality as each (name, place) order by place`;
  expect(rows.map(({ canonical }) => canonical)).toEqual(names.map(canonicalName));
});

/** Each way to pass for a known name: at a place of it, with a letter that no name of `uniqueWord` has. */
const DISGUISES: Record<string, (known: string, at: number) => string> = {
  "one letter other": (known, at) => `${known.slice(0, at)}x${known.slice(at + 1)}`,
  "one letter more": (known, at) => `${known.slice(0, at)}x${known.slice(at)}`,
  "one letter less": (known, at) => known.slice(0, at) + known.slice(at + 1),
  "a doubled letter": (known, at) => known.slice(0, at + 1) + known.slice(at),
  "two letters swapped": (known, at) => known.slice(0, at) + known[at + 1] + known[at] + known.slice(at + 2),
  "-rs behind": (known) => `${known}-rs`,
  "-js behind": (known) => `${known}-js`,
  "-plugin behind": (known) => `${known}-plugin`,
  "mockforge- before": (known) => `mockforge-${known}`,
};

test.for(Object.entries(DISGUISES))("%s: refused by name from 1,000 downloads on", async ([what, disguise]) => {
  const property = fc.asyncProperty(fc.nat({ max: 13 }), async (at) => {
    const known = uniqueWord();
    const copy = disguise(known, at);
    fc.pre(copy !== known);
    await owner!.publishes(known);
    await stack.sql`update plugins set downloads = 999 where name = ${known}`;
    expect((await tried(stranger!, copy)).status).toBe(200);
    await stack.sql`update plugins set downloads = 1000 where name = ${known}`;
    const refused = await tried(stranger!, copy);
    expect(refused, what).toEqual(refusal(409, "name_too_similar"));
    expect(refused.body.error).toContain(`'${known}'`);
    expect((await tried(owner!, copy)).status).toBe(200);
    expect((await tried(stranger!, `${copy}-zz`)).status).toBe(200);

    expect((await admin!.request(`/api/v1/admin/names/${copy}/allow`, { method: "POST" })).status).toBe(200);
    expect((await tried(stranger!, copy)).status).toBe(200);
    expect(await tried(stranger!, `${known}x`)).toEqual(refusal(409, "name_too_similar"));
  });
  await fc.assert(property, { numRuns: 4, seed });
});
