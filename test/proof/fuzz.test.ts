import { afterAll, beforeAll, expect } from "vitest";
import { inOddEnvelope } from "../support/fuzz/envelope.ts";
import { judge } from "../support/fuzz/judge.ts";
import { Random } from "../support/fuzz/random.ts";
import { apiRequest, pageRequest, type Sent } from "../support/fuzz/requests.ts";
import { operations } from "../support/fuzz/schema.ts";
import { asCurl, type Received, send } from "../support/fuzz/send.ts";
import { learn, newWorld, type World } from "../support/fuzz/world.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";

const COUNT = times({ proof: 20_000, test: 400 });
/** Each asks one world after another, one request at a time, so that a seed says what happens. */
const LANES = times({ proof: 8, test: 4 });
/** Answers of each kind that there must be; of few requests, by chance, it is sometimes a third of what it is of many. */
const LEAST = times({ proof: { ok: 0.25, invalid: 0.03 }, test: { ok: 0.15, invalid: 0.005 } });
/** Long enough to get deep; then people are suspended, reviews gone and plugins taken down. */
const WORLD_REQUESTS = 250;

/** Would need a module sent to storage, which is not the registry's to answer. */
const UNSENT = "completeUpload";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1_000_000 } });
});
afterAll(() => stack.close());

const seen = new Map<string, number>();
const reached = new Set<string>();

proves("whatever is asked, no answer is a 5xx and each is one that the document describes", async (tally) => {
  const seed = printedSeed("fuzz");
  const lane = async (index: number) => {
    const random = new Random(seed + index);
    let world: World | undefined;
    for (let count = 0; count < COUNT / LANES; count += 1) {
      if (count % WORLD_REQUESTS === 0) world = await newWorld(stack);
      const sent = nextRequest(world!, random);
      tally.tried += 1;
      await tries(world!, sent).catch((error: unknown) => {
        tally.failed += 1;
        console.error(`${sent.what}: ${(error as Error).message}\n${asCurl(stack.url, sent)}`);
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  const share = (status: number) => (seen.get(`${status}`) ?? 0) / tally.tried;
  tally.remark = [...seen]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${status}: ${count}`)
    .join(", ");
  // One that is refused at the door each time would prove nothing.
  expect(share(200), tally.remark).toBeGreaterThan(LEAST.ok);
  expect(share(400), tally.remark).toBeGreaterThan(LEAST.invalid);
  const missed = operations
    .map(({ operationId }) => operationId)
    .filter((each) => !reached.has(each) && each !== UNSENT);
  if (COUNT >= 20_000) expect(missed, "operations that never succeeded").toEqual([]);
});

function nextRequest(world: World, random: Random): Sent {
  const sent = random.chance(0.7) ? apiRequest(world, random) : pageRequest(world, random);
  return random.chance(0.15) ? inOddEnvelope(sent, random) : sent;
}

async function tries(world: World, sent: Sent): Promise<void> {
  const received = await send(stack.url, sent);
  seen.set(`${received.status}`, (seen.get(`${received.status}`) ?? 0) + 1);
  await judge(stack.url, sent, received);
  if (received.status >= 200 && received.status < 300) noteSuccess(world, sent, received);
}

function noteSuccess(world: World, sent: Sent, { headers, body }: Received): void {
  reached.add(sent.what);
  const isJson = headers.get("content-type")?.startsWith("application/json") && body.length > 0;
  if (isJson && !sent.path.startsWith("/camel/")) learn(world, sent.what, JSON.parse(body.toString()), sent.name);
}
