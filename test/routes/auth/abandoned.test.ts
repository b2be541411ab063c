import { connect } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { newAccount, visitor } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

/** Sends a login over a connection that can be dropped, which cancels the request. */
function loginToAbandon(): { leave: () => void } {
  const { email, password } = newAccount();
  const body = JSON.stringify({ email, password });
  const socket = connect(Number(new URL(stack.url).port), "127.0.0.1");
  socket.write(`POST /api/v1/auth/login HTTP/1.1\r\nHost: registry\r\nContent-Type: application/json\r\n`);
  socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  return { leave: () => socket.resetAndDestroy() };
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
