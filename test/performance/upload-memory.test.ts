import { readdir, readFile, writeFile } from "node:fs/promises";
import { platform } from "node:process";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { packageOf, sendPackage } from "../support/packages.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { announces, complete, moduleOfSize, put, type Ticket } from "../support/uploads.ts";

const MIB = 1024 * 1024;
/** `COMPLETIONS=10` for the long measurement that docs/architecture.md reports. */
const COMPLETIONS = Number(process.env["COMPLETIONS"] ?? 1);
const MOST_MIB = 24;

// Linux alone says how much a process held at most, and forgets it when asked to.
const measured = platform === "linux";

let stack: PrivateStack;
let person: Person;
let workers: string[];

beforeAll(async () => {
  // The objects are kept by another process, that of the shared stack: what grows here is the Worker's own.
  stack = await startStack({ vars: { S3_ENDPOINT: inject("stack").s3Endpoint } });
  person = await somebody(stack);
  await person.publishes(unique("warm"));
  workers = measured ? await workersOf(process.pid) : [];
});
afterAll(() => stack?.close());

/** The folders in /proc of the workerd processes that this one has started. */
async function workersOf(parent: number): Promise<string[]> {
  const found: string[] = [];
  for (const folder of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${folder}/status`, "utf8").catch(() => "");
    if (/^Name:\s+workerd$/m.test(status) && status.includes(`\nPPid:\t${parent}\n`)) found.push(`/proc/${folder}`);
  }
  return found;
}

async function residentMib(which: "VmRSS" | "VmHWM"): Promise<number> {
  let kib = 0;
  for (const worker of workers) {
    const status = await readFile(`${worker}/status`, "utf8");
    kib += Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, "m").exec(status)![1]);
  }
  return kib / 1024;
}

async function sent(): Promise<Ticket> {
  const name = unique("memory");
  const module = moduleOfSize(50 * MIB, name);
  const ticket = await announces(person, name, module);
  expect((await put(ticket, module)).status).toBe(200);
  return ticket;
}

/** By how many MiB the Worker's memory grew at most. */
async function growthOver(what: string, work: () => Promise<void>): Promise<number> {
  const before = await residentMib("VmRSS");
  for (const worker of workers) await writeFile(`${worker}/clear_refs`, "5");
  await work();
  const growth = (await residentMib("VmHWM")) - before;
  console.log(`${what}: ${before.toFixed(0)} MiB and at most ${growth.toFixed(1)} more`);
  return growth;
}

const completing = (...tickets: Ticket[]) =>
  growthOver(`${tickets.length} of 50 MiB at once`, async () => {
    const answers = await Promise.all(tickets.map((ticket) => complete(person, ticket)));
    expect(answers.map(({ status }) => status)).toEqual(tickets.map(() => 201));
  });

test.runIf(measured)(
  "completing uploads of 50 MiB takes less than 24 MiB each, one after the other and three at once",
  async () => {
    expect(workers.length).toBeGreaterThan(0);
    for (let round = 0; round < COMPLETIONS; round += 1) {
      expect(await completing(await sent())).toBeLessThan(MOST_MIB);
    }
    const three = [await sent(), await sent(), await sent()];
    expect(await completing(...three)).toBeLessThan(3 * MOST_MIB);
  },
  60_000 + COMPLETIONS * 30_000,
);

test.runIf(measured)("a bomb is refused before it goes off, whether it says how large it is or not", async () => {
  const name = unique("bomb");
  const honest = packageOf(name, new Uint8Array(512 * MIB));
  const liar = honest.slice();
  const view = new DataView(liar.buffer);
  // The size of its last file, in the directory.
  const entry = view.getUint32(liar.length - 6, true) + 46 + "plugin.yaml".length;
  view.setUint32(entry + 24, 1_000, true);
  const reasons: string[] = [];
  const growth = await growthOver("two bombs of 512 MiB", async () => {
    for (const zip of [honest, liar]) reasons.push(await (await sendPackage(person, name, zip)).text());
  });
  expect(reasons).toEqual([expect.stringMatching(/expands from/), expect.stringMatching(/longer than it says/)]);
  expect(growth).toBeLessThan(MOST_MIB);
});
