import { platform } from "node:process";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { packageOf, sendPackage } from "../support/packages.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { announces, complete, moduleOfSize, put, type Ticket } from "../support/uploads.ts";
import { memoryOfWorker, type WorkerMemory } from "../support/worker-memory.ts";

const MIB = 1024 * 1024;
const COMPLETIONS = times({ proof: 10, test: 1 });
const AT_ONCE = times({ proof: 3, test: 2 });
/** Either is more than a package may hold; the larger takes long to make. */
const BOMB_MIB = times({ proof: 512, test: 128 });
const MOST_MIB = 24;

// Linux alone says how much a process held at most, and forgets it when asked to.
const measured = platform === "linux";

let stack: PrivateStack;
let person: Person;
let worker: WorkerMemory;

async function sent(): Promise<Ticket> {
  const name = unique("memory");
  const module = moduleOfSize(50 * MIB, name);
  const ticket = await announces(person, name, module);
  expect((await put(ticket, module)).status).toBe(200);
  return ticket;
}

/** By how many MiB the Worker's memory grew at most. */
async function growthOver(what: string, work: () => Promise<void>): Promise<number> {
  const before = await worker.residentMib();
  await worker.forgetPeak();
  await work();
  const growth = (await worker.peakMib()) - before;
  console.log(`${what}: ${before.toFixed(0)} MiB and at most ${growth.toFixed(1)} more`);
  return growth;
}

const completing = (...tickets: Ticket[]) =>
  growthOver(`${tickets.length} of 50 MiB at once`, async () => {
    const answers = await Promise.all(tickets.map((ticket) => complete(person, ticket)));
    expect(answers.map(({ status }) => status)).toEqual(tickets.map(() => 201));
  });

describe.runIf(measured)("of the memory that a Worker has", () => {
  beforeAll(async () => {
    // The objects are kept by another process, that of the shared stack: what grows here is the Worker's own.
    stack = await startStack({ vars: { S3_ENDPOINT: inject("stack").s3Endpoint } });
    person = await somebody(stack);
    await person.publishes(unique("warm"));
    worker = await memoryOfWorker();
  });
  afterAll(() => stack?.close());

  proves(
    "completing an upload of 50 MiB takes less than 24 MiB, one after the other and several at once",
    async (tally) => {
      const growths: number[] = [];
      for (let round = 0; round < COMPLETIONS; round += 1) growths.push(await completing(await sent()));
      const several: Ticket[] = [];
      while (several.length < AT_ONCE) several.push(await sent());
      growths.push((await completing(...several)) / AT_ONCE);
      tally.tried = COMPLETIONS + AT_ONCE;
      tally.failed = growths.filter((growth) => growth >= MOST_MIB).length;
      tally.remark = `grew by ${growths.map((growth) => growth.toFixed(0)).join(", ")} MiB each`;
    },
  );

  proves("a bomb is refused before it goes off, whether it says how large it is or not", async (tally) => {
    const name = unique("bomb");
    const honest = packageOf(name, new Uint8Array(BOMB_MIB * MIB));
    const liar = honest.slice();
    const view = new DataView(liar.buffer);
    // The size of its last file, in the directory.
    const entry = view.getUint32(liar.length - 6, true) + 46 + "plugin.yaml".length;
    view.setUint32(entry + 24, 1_000, true);
    const reasons: string[] = [];
    const growth = await growthOver(`two bombs of ${BOMB_MIB} MiB`, async () => {
      for (const zip of [honest, liar]) reasons.push(await (await sendPackage(person, name, zip)).text());
    });
    expect(reasons).toEqual([expect.stringMatching(/expands from/), expect.stringMatching(/longer than it says/)]);
    tally.tried = reasons.length;
    tally.failed = growth < MOST_MIB ? 0 : reasons.length;
    tally.remark = `grew by ${growth.toFixed(0)} MiB`;
  });
});
