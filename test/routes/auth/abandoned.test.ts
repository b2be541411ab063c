import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sendToAbandon } from "../../support/abandon.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { newAccount, visitor } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

function loginToAbandon(): { leave: () => void } {
  const { email, password } = newAccount();
  return sendToAbandon(stack.url, { method: "POST", path: "/api/v1/auth/login", json: { email, password } });
}

// Passwords are hashed one after the other: whoever waits behind somebody who left must not wait for ever.
test("logins that were abandoned while they waited do not keep the next one from an answer", async () => {
  const by = visitor(stack);
  const account = newAccount();
  expect((await by.registers(account)).status).toBe(201);

  const impatient = [loginToAbandon(), loginToAbandon()];
  const patient = [by.logsIn(account), by.logsIn(account)];
  const more = [loginToAbandon(), loginToAbandon()];
  // When one has its answer, the others wait for their turn.
  await vi.waitFor(() => expect(stack.sqlEndpoint.roundTrips.length).toBe(1 + 6), 20_000);
  await Promise.race(patient);
  for (const { leave } of [...impatient, ...more]) leave();

  expect((await Promise.all(patient)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await by.logsIn(account)).status).toBe(200);
}, 60_000);
