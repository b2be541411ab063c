import bcrypt from "bcryptjs";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { timesUntilDone } from "../support/meanwhile.ts";
import { BCRYPT_COST, hashPassword, PasswordQueueFull, verifyPassword } from "#platform/passwords.ts";

const PASSWORD = "correct horse battery";

test(
  "a password matches its own hash of cost 12, no other, and no two hashes are alike",
  { timeout: 60_000 },
  async () => {
    const [one, two] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
    expect(one).not.toBe(two);
    expect([bcrypt.getRounds(one), BCRYPT_COST]).toEqual([12, 12]);
    expect(await verifyPassword(PASSWORD, one)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, one)).toBe(false);
  },
);

test(
  "nobody has the account that does not exist, not even by its hash's own password",
  { timeout: 60_000 },
  async () => {
    for (const password of ["", PASSWORD, "correct horse"])
      expect(await verifyPassword(password, undefined)).toBe(false);
  },
);

test("others get their turn while a password is hashed, though a Worker's clock stands still meanwhile", async () => {
  vi.spyOn(Date, "now").mockReturnValue(0);
  onTestFinished(() => void vi.restoreAllMocks());
  const hashed = hashPassword(PASSWORD);
  const turns = await timesUntilDone(hashed, () => setImmediate());
  expect(await hashed).toMatch(/^\$2b\$12\$/);
  expect(turns).toBeGreaterThan(60);
});

test(
  "passwords are hashed one at a time, in turn; too many at once are turned away",
  { timeout: 120_000 },
  async () => {
    const order: number[] = [];
    // A hash of the least cost, so that the queue is what takes its time.
    const hash = await bcrypt.hash(PASSWORD, 4);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 15 }, (_, index) => verifyPassword(PASSWORD, hash).then(() => order.push(index))),
    );
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.map(({ reason }) => (reason as Error).constructor)).toEqual(Array(3).fill(PasswordQueueFull));
    expect(await verifyPassword(PASSWORD, hash)).toBe(true);
  },
);

test("a password that would be hashed too late is turned away when its turn comes, and holds up nobody", async () => {
  const hash = await bcrypt.hash(PASSWORD, 4);
  const left = [4_000, 1_000];
  const deadline = { leftMs: () => left.shift()!, extend: () => undefined };
  const inTime = verifyPassword(PASSWORD, hash, deadline);
  await expect(verifyPassword(PASSWORD, hash, deadline)).rejects.toBeInstanceOf(PasswordQueueFull);
  expect(await inTime).toBe(true);
  expect(await verifyPassword(PASSWORD, hash)).toBe(true);
});

test("a hash that cannot be compared holds up nobody", async () => {
  const hash = await bcrypt.hash(PASSWORD, 4);
  const broken = expect(verifyPassword(PASSWORD, 1 as unknown as string)).rejects.toThrow("Illegal arguments");
  expect(await verifyPassword(PASSWORD, hash)).toBe(true);
  await broken;
});
