import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect } from "vitest";
import { buildVariant } from "../support/build-worker.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { countOf } from "../routes/http/support.ts";

const ENTRY = fileURLToPath(new URL("fixtures/counting-hashes.ts", import.meta.url));
const ATTEMPTS = 50;

let variant: Awaited<ReturnType<typeof buildVariant>>;
let stack: PrivateStack;
let people: Person[];
let target: Person;
beforeAll(async () => {
  variant = await buildVariant(ENTRY);
  stack = await startStack({ workerDir: variant.workerDir, vars: { RATE_LIMIT_MULTIPLIER: 1 } });
  target = await somebody(stack);
  people = await Promise.all(Array.from({ length: ATTEMPTS }, () => somebody(stack)));
});
afterAll(async () => {
  await stack?.close();
  await variant?.remove();
});

const hashes = async () => (await (await fetch(new URL("/hashes", stack.url))).json()) as number;

/** What the Worker computed meanwhile. */
async function hashesOf(work: () => Promise<unknown>): Promise<number> {
  const before = await hashes();
  await work();
  return (await hashes()) - before;
}

const logIn = async (email: string, ip: string) =>
  (await stack.request("/api/v1/auth/login", { json: { email, password: "wrong horse battery" }, ip })).status;

proves("a wrong password and an unknown account each cost one hash", async (tally) => {
  for (const email of [(await somebody(stack)).email, `${unique("nobody")}@example.com`]) {
    tally.tried += 1;
    expect(await hashesOf(() => logIn(email, "198.51.100.1"))).toBe(1);
  }
});

const SOURCES: [string, (attempt: number) => Promise<number>][] = [
  ["from one address", (attempt) => logIn(`${attempt}@example.com`, "198.51.100.2")],
  ["at one account, each from an address of its own", (attempt) => logIn(target.email, `198.51.101.${attempt}`)],
  ["at one e-mail that nobody has", (attempt) => logIn("nobody@example.com", `198.51.102.${attempt}`)],
];
for (const [source, attempt] of SOURCES.slice(0, times({ proof: SOURCES.length, test: 1 }))) {
  proves(`of 50 wrong logins at once ${source}, at most 10 are hashed and the others refused before`, async (tally) => {
    let statuses: number[] = [];
    const computed = await hashesOf(async () => {
      statuses = await Promise.all(Array.from({ length: ATTEMPTS }, (_, each) => attempt(each)));
    });
    tally.tried = ATTEMPTS;
    tally.remark = `${computed} hashes`;
    tally.failed = Math.max(0, computed - 10);
    // On a slow machine the last of the ten would be answered too late, and are told to come back.
    expect([countOf(statuses, 401), countOf(statuses, 429)]).toEqual([computed, 40]);
    expect(countOf(statuses, 503)).toBe(10 - computed);
    expect(computed).toBeGreaterThan(0);
  });
}

// The queue itself is tried by test/platform/passwords.test.ts; this takes fourteen hashes.
if (times({ proof: 1, test: 0 }) === 1) {
  proves(
    "50 wrong logins at 50 accounts from 50 addresses wait in one queue, and the others are told to come back",
    async (tally) => {
      let statuses: number[] = [];
      const computed = await hashesOf(async () => {
        statuses = await Promise.all(people.map(({ email }, each) => logIn(email, `198.51.103.${each}`)));
      });
      tally.tried = ATTEMPTS;
      tally.remark = `${computed} hashes`;
      expect(countOf(statuses, 401)).toBe(computed);
      expect(countOf(statuses, 503)).toBe(ATTEMPTS - computed);
    },
  );
}
