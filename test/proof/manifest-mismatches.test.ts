import { unzipSync } from "fflate";
import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { parse } from "yaml";
import { Random } from "../support/fuzz/random.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { LAYOUTS, type Layout } from "../support/mismatches/claims.ts";
import { agreeing, type Mismatch, MISMATCHES, type Stored, type World } from "../support/mismatches/table.ts";
import { type Publication, type Way, WAYS } from "../support/mismatches/ways.ts";
import { somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";
import { complete, put, type Ticket } from "../support/uploads.ts";

/**
 * What a manifest says and what is stored are the same, or nothing is stored. By design: a request may add what the manifest
 * leaves out (real ones have no licence); a type that is none of our categories says nothing of the category; the author is the
 * account, and capabilities are read in the module: findings tell where the manifest declares others.
 */
const COUNT = times({ proof: 500, test: 40 });
const ROUNDS = times({ proof: 5, test: 1 });
const AT_ONCE = 8;

let stack: PrivateStack;
let world: World;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
  world = { author: await somebody(stack), dependency: unique("dependency") };
  await world.author.publishes(world.dependency);
});
afterAll(() => stack?.close());

async function stored(): Promise<Stored> {
  const [rows] = await stack.sql<Omit<Stored, "objects">>`
    select (select count(*)::integer from plugins) as plugins, (select count(*)::integer from plugin_versions) as versions,
      (select count(*)::integer from audit_log) as audited, (select count(*)::integer from uploads) as uploads`;
  return { ...rows!, objects: (await stack.store.keys()).length };
}

/** What is wrong with the refusal, if anything. */
async function complaintOf({ field, send }: Mismatch, random: Random): Promise<string | undefined> {
  const answer = await send(world, random);
  const text = await answer.text();
  if (answer.status < 400 || answer.status > 499) return `${answer.status}: ${text}`;
  const { issues, error } = JSON.parse(text) as { error: string; issues?: unknown };
  const said = JSON.stringify(issues ?? error);
  return said.includes(field) || (field === "name" && said.includes("own id"))
    ? undefined
    : `${field} is not named: ${text}`;
}

proves(
  "a publication that says another thing than its manifest is refused, naming what, and leaves nothing",
  async (tally) => {
    const random = new Random(printedSeed("manifest mismatches"));
    const rounds = Array.from({ length: Math.ceil(COUNT / MISMATCHES.length) }, () => random.shuffled(MISMATCHES));
    const cases = rounds
      .flat()
      .slice(0, COUNT)
      .map((mismatch) => ({ mismatch, own: new Random(random.below(2 ** 31)) }));
    const expected = await stored();
    const complaints: string[] = [];
    const attempt = async ({ mismatch, own }: (typeof cases)[number]) => {
      tally.tried += 1;
      const complaint = await complaintOf(mismatch, own);
      if (complaint !== undefined) complaints.push(`${mismatch.what}: ${complaint}`);
      tally.failed = complaints.length;
      for (const key of Object.keys(expected) as (keyof Stored)[]) expected[key] += mismatch.leaves?.[key] ?? 0;
    };
    await pMap(cases, attempt, { concurrency: AT_ONCE });
    tally.remark = `${MISMATCHES.length} kinds, three ways of publishing, two layouts`;
    expect(complaints).toEqual([]);
    expect(await stored()).toEqual(expected);
  },
);

/** By the way that it came in; an upload is sent and completed. */
async function publish(way: Way, publication: Publication): Promise<void> {
  let answer = await WAYS[way](world.author, publication);
  if (answer.status === 202) {
    const ticket = (await answer.json()) as Ticket;
    await put(ticket, publication.module);
    answer = await complete(world.author, ticket);
  }
  expect([way, answer.status, await answer.json()]).toMatchObject([way, 201, { success: true }]);
}

async function servedAs(way: Way, layout: Layout): Promise<void> {
  const publication = await agreeing(world, layout);
  await publish(way, publication);
  const { name, version, dependencies, min_mockforge_version, ...described } = publication.truth;
  const read = async (path: string) => (await stack.request(`/api/v1/plugins/${name}${path}`)).json();
  const released = { version, dependencies, min_mockforge_version, size: publication.module.length };
  expect(await read("")).toMatchObject({ name, version, ...described, versions: [released] });
  expect(await read("/versions")).toMatchObject({ name, versions: [released], total: 1 });
  expect(await read("/versions/latest")).toMatchObject(released);
  const zip = await stack.request(`/dl/${name}/${name}-${encodeURIComponent(version)}.zip`);
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(parse(new TextDecoder().decode(files["plugin.yaml"]))).toEqual(
    JSON.parse(JSON.stringify(publication.manifest)),
  );
  expect(files[`${name}.wasm`]).toEqual(publication.module);
}

proves(
  "a publication that says what its manifest says is published, and served field by field as it says",
  async (tally) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of Object.keys(WAYS) as Way[]) {
        for (const layout of LAYOUTS) {
          tally.tried += 1;
          tally.failed += 1;
          await servedAs(way, layout);
          tally.failed -= 1;
        }
      }
    }
  },
);
