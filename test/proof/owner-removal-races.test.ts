import { afterAll, beforeAll, expect } from "vitest";
import { seeded } from "../lib/wasm/binary.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";

const RACES = times({ proof: 500, test: 60 });
const PLUGINS = 10;
const AT_ONCE = 10;

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
});
afterAll(() => stack.close());

interface Race {
  friend: Person;
  plugin: string;
}

/** Plugins of one owner, and friends of theirs who own one each. */
async function prepare(owner: Person): Promise<Race[]> {
  const plugins = Array.from({ length: PLUGINS }, () => unique("race"));
  await Promise.all(plugins.map((plugin) => owner.publishes(plugin)));
  const friends = await Promise.all(Array.from({ length: RACES }, () => somebody(stack)));
  const races = friends.map((friend, index) => ({ friend, plugin: plugins[index % PLUGINS]! }));
  const rows = JSON.stringify(races.map(({ friend, plugin }) => ({ plugin, friend: friend.id })));
  await stack.sql`
    insert into plugin_owners (plugin_id, user_id, added_by)
    select p.id, r.friend, ${owner.id} from jsonb_to_recordset(${rows}) as r (plugin text, friend uuid)
    join plugins p on p.name = r.plugin`;
  return races;
}

/**
 * Holds the deciding statements of a publication and of the removal of its author until both have arrived at the
 * database, and lets them go at the same time, in either order: closer than that, no race can be.
 */
function bringTogether(races: Race[], random: () => number): void {
  const friendOf = {
    "insert into plugin_versions": new Map(races.map(({ friend }) => [friend.id, friend])),
    "delete from plugin_owners": new Map(races.map(({ friend }) => [friend.username, friend])),
  };
  const waiting = new Map<Person, () => void>();
  const met = new Set<Person>();
  stack.sqlEndpoint.onRequest = async ({ queries: [query = ""], params: [values = []] }) => {
    const friends = Object.entries(friendOf).find(([words]) => query.includes(words))?.[1];
    const friend = values.map((value) => friends?.get(String(value))).find(Boolean);
    if (!friend || met.has(friend)) return undefined;
    const release = waiting.get(friend);
    if (!release) return new Promise((resolve) => waiting.set(friend, () => resolve(undefined)));
    met.add(friend);
    if (random() < 0.5) release();
    else setImmediate(release);
    return undefined;
  };
}

proves("when an owner is removed while publishing, nothing of theirs comes after the removal", async (tally) => {
  const owner = await somebody(stack);
  const races = await prepare(owner);
  bringTogether(races, seeded(printedSeed("removals against publications")));
  const results: { friend: string; published: boolean }[] = [];

  async function run({ friend, plugin }: Race, index: number): Promise<void> {
    const path = `/api/v1/plugins/${plugin}/owners/${friend.username}`;
    const [publication, removal] = await Promise.all([
      friend.publish(plugin, `2.${index}.0`),
      owner.request(path, { method: "DELETE" }),
    ]);
    expect(removal.status).toBe(200);
    expect([201, 403]).toContain(publication.status);
    expect((await friend.publish(plugin, `3.${index}.0`)).status).toBe(403);
    results.push({ friend: friend.id, published: publication.status === 201 });
  }
  const queue = races.entries();
  const lane = async () => {
    for (const [index, race] of queue) await run(race, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));

  const rows = await stack.sql<{ friend: string; order: string[] }>`
    select coalesce(l.user_id, l.actor_id) as friend, array_agg(l.action order by l.id) as order
    from audit_log l where l.action = 'owner.remove' or (l.action = 'version.publish' and l.actor_id <> ${owner.id})
    group by 1`;
  const order = new Map(rows.map((row) => [row.friend, row.order]));
  for (const { friend, published } of results) {
    tally.tried += 1;
    expect(order.get(friend)).toEqual(published ? ["version.publish", "owner.remove"] : ["owner.remove"]);
  }
  const won = results.filter(({ published }) => published).length;
  tally.remark = `${won} published first, ${RACES - won} were removed first`;
  expect(Math.min(won, RACES - won)).toBeGreaterThan(RACES / 20);
});
