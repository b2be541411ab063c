import pg from "pg";
import { afterAll, beforeAll, expect } from "vitest";
import { verifyAuditLog } from "../../scripts/admin/verify-audit-log.ts";
import { connect } from "../../src/db/neon.ts";
import { opensConnections, type PrivateStack, startStack } from "../support/stack.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";

const ROUNDS = times({ proof: 10, test: 1 });
/** Requests that change something, sent at once in a round. */
const WRITERS = times({ proof: 240, test: 80 });
const CONNECTIONS = 80;

let stack: PrivateStack;
let people: Person[];
let reviewer: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
  people = await Promise.all(Array.from({ length: 12 }, (_, each) => somebody(stack, { isAdmin: each === 0 })));
  reviewer = await somebody(stack);
  await opensConnections(stack);
});
afterAll(() => stack.close());

let drawn = 0;
const next = () => (drawn += 1);

/** One plugin and one review that all meet at. */
interface Crowded {
  name: string;
  plugin: string;
  review: string;
}

async function makeCrowded(): Promise<Crowded> {
  const name = unique("crowded");
  await people[0]!.publishes(name);
  const plugin = `/api/v1/plugins/${name}`;
  return { name, plugin, review: `${plugin}/reviews/${await reviewer.reviews(name, 3)}` };
}

/** What changes something, of each kind of lock: what all meet at, others' own, accounts, reviews, totals. */
const kinds: ((person: Person, crowded: Crowded) => Promise<Response>)[] = [
  (person) => person.publish(unique("chained")),
  (person) => person.request("/api/v1/tokens", { json: { name: "CI", scopes: ["review"] } }),
  (person, { name }) => person.review(name, 4),
  (_, { name }) => people[0]!.publish(name, `1.${next()}.0`),
  (person, { plugin }) => people[0]!.request(`${plugin}/owners/${person.username}`, { method: "PUT" }),
  (_, { name }) => people[0]!.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified: next() % 2 === 0 } }),
  (_, { plugin }) =>
    people[0]!.request(`${plugin}/versions/1.0.0/yank`, { method: "DELETE", json: { reason: unique("reason") } }),
  (_, { plugin }) => people[0]!.request(`${plugin}/deprecation`, { method: "PUT", json: { message: unique("m") } }),
  (person, { review }) => person.request(`${review}/vote`, { json: { helpful: next() % 2 === 0 } }),
  (_, { review }) => reviewer.request(review, { method: "PATCH", json: { rating: 1 + (next() % 5) } }),
  (_, { review }) => people[0]!.request(`${review}/response`, { method: "PUT", json: { text: unique("answer") } }),
];

proves("however many write at once, the audit log is one chain, without a fork, a gap or a deadlock", async (tally) => {
  const answers = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const crowded = await makeCrowded();
    const sent = Array.from({ length: WRITERS }, (_, each) =>
      kinds[each % kinds.length]!(people[1 + (each % (people.length - 1))]!, crowded),
    );
    for (const { status } of await Promise.all(sent)) answers.set(status, (answers.get(status) ?? 0) + 1);
    tally.tried += sent.length;
  }
  const failed = [...answers].filter(([status]) => status >= 500);
  tally.failed += failed.reduce((sum, [, count]) => sum + count, 0);
  const rows = await expectOneChain(tally);
  tally.remark = `${rows} rows chained, ${WRITERS} requests at once`;
  // One in ten at least has changed something: answers that refuse write nothing.
  expect(rows).toBeGreaterThan(tally.tried / 10);
});

proves("transactions on eighty connections come to one chain, in the order of their commits", async (tally) => {
  const before = await expectOneChain(tally);
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client(stack.databaseUrl));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const write = async (client: pg.Client, index: number) => {
      for (let time = 0; time < ROUNDS * 5; time += 1) {
        await client.query("begin");
        await client.query("insert into audit_log (action) select 'name.allow' from generate_series(1, $1::integer)", [
          1 + (index % 3),
        ]);
        // Some take their row back, and must leave no gap.
        await client.query(index % 4 === 3 ? "rollback" : "commit");
        tally.tried += 1;
      }
    };
    await Promise.all(clients.map(write));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  const written = Array.from({ length: CONNECTIONS }, (_, index) => (index % 4 === 3 ? 0 : 1 + (index % 3)));
  const expected = ROUNDS * 5 * written.reduce((sum, each) => sum + each, 0);
  expect((await expectOneChain(tally)) - before).toBe(expected);
});

/** @returns how many rows the chain has: all of the log */
async function expectOneChain(tally: { failed: number }): Promise<number> {
  const { head, problems } = await verifyAuditLog(connect(stack.databaseUrl, { endpoint: stack.sqlEndpoint.url }));
  tally.failed += problems.length;
  expect(problems).toEqual([]);
  const [counts] = await stack.sql`
    select (select count(*)::integer from audit_log) as rows,
      (select deadlocks::integer from pg_stat_database where datname = current_database()) as deadlocks`;
  expect(counts).toEqual({ rows: head.position, deadlocks: 0 });
  return head.position;
}
