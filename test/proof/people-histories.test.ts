import { afterAll, beforeAll, expect } from "vitest";
import { answer } from "../support/answers.ts";
import { lookAtPeople } from "../support/histories/look-at-people.ts";
import { peopleHistories } from "../support/histories/people-commands.ts";
import { type Told, tell } from "../support/histories/tell.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import type { Person } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { expectCountsToHold, expectTotalsToHold } from "../support/recount.ts";
import { printedSeed } from "../support/seed.ts";

const COUNT = times({ proof: 1_000, test: 8 });

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000, DOWNLOAD_FLUSH_SECONDS: 0.5 } });
});
afterAll(() => stack.close());

const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, each) => all + each, 0);

proves(
  "reviews, votes, owners and downloads are what the model has, and every counter what a recount says",
  async (tally) => {
    const seed = printedSeed("people's histories");
    const begin = async ({ model, world }: Told) => {
      const [name] = world.names as [string];
      model.publish(0, name, "1.0.0", 0, false);
      const [author, reader] = world.people as [Person, Person];
      await author.publishes(name, "1.0.0", world.body(name, "1.0.0", 0));
      model.review(1, name, "1.0.0", 4);
      world.reviews.set(1, await reader.reviews(name, 4));
    };
    const end = ({ model, world }: Told) => lookAtPeople(model, world);
    const told = await tell({ stack, histories: peopleHistories, count: COUNT, seed, tally, begin, end });
    const plugins = told.map(({ model }) => model.plugin!);
    const downloads = sum(plugins.flatMap((plugin) => [...plugin.downloads.values()]));
    const counted = async () => (await stack.sql`select sum(downloads)::int as counted from plugins`)[0]?.counted;
    await expect.poll(counted, { timeout: 60_000 }).toBe(downloads);

    const rows = await stack.sql<{ name: string; version: string; downloads: number }>`
    select p.name, v.version, v.downloads::int from plugin_versions v join plugins p on p.id = v.plugin_id
    where v.downloads > 0`;
    expect(new Set(rows.map((row) => `${row.name} ${row.version} ${row.downloads}`))).toEqual(
      new Set(
        plugins.flatMap(({ name, ...plugin }) =>
          [...plugin.downloads].map(([version, count]) => `${name} ${version} ${count}`),
        ),
      ),
    );
    await expectCountsToHold(stack);
    const totals = await expectTotalsToHold(stack.sql);
    const expected = {
      plugins: plugins.filter(({ takenDown }) => !takenDown).length,
      versions: sum(plugins.map(({ versions }) => versions.size)),
      reviews: sum(plugins.map(({ reviews }) => reviews.size)),
      downloads,
    };
    expect(totals).toMatchObject(expected);
    const { body } = await answer(stack.request("/api/v1/stats"));
    expect([body.total_plugins, body.total_versions, body.total_reviews, body.total_downloads]).toEqual(
      Object.values(expected),
    );
    const votes = sum(plugins.flatMap(({ reviews }) => [...reviews.values()].map((review) => review.votes.size)));
    tally.remark = `at the end ${expected.reviews} reviews, ${votes} votes, ${downloads} downloads`;
    // Histories in which nothing happens would prove nothing.
    const least = times({ proof: COUNT / 5, test: 0 });
    expect(Math.min(expected.reviews, downloads)).toBeGreaterThan(least);
    expect(votes).toBeGreaterThanOrEqual(least);
  },
);
