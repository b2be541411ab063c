import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { newAccount, PASSWORD, visitor } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => void (stack = await startStack()));
afterAll(() => stack.close());

const loginBody = () => JSON.stringify({ email: newAccount().email, password: PASSWORD });

/** Sends a login and drops the connection while it is being worked on. */
async function abandonedLogin(): Promise<void> {
  const { hostname, port } = new URL(stack.url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once("connect", resolve));
  const body = loginBody();
  const head = `POST /api/v1/auth/login HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const arrived = new Promise<void>((resolve) => {
    stack.sqlEndpoint.onRequest = () => {
      resolve();
      return Promise.resolve(undefined);
    };
  });
  socket.write(head + body);
  await arrived;
  socket.resetAndDestroy();
}

// Passwords are hashed one after the other: whoever waits behind somebody who left must not wait for ever.
test("logins that were abandoned half-way do not keep the next one from an answer", { timeout: 120_000 }, async () => {
  const by = visitor(stack);
  const account = newAccount();
  expect((await by.registers(account)).status).toBe(201);
  const first = by.logsIn(account);
  for (let left = 0; left < 3; left += 1) await abandonedLogin();
  stack.sqlEndpoint.onRequest = undefined;
  expect((await first).status).toBe(200);
  expect((await by.logsIn(account)).status).toBe(200);
});
