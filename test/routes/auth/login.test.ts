import { expect, test } from "vitest";
import type { SessionResponse } from "#contract/accounts.ts";
import { somebody } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { timesUntilDone } from "../../support/meanwhile.ts";
import { expectError, pathsAtFault } from "../http/support.ts";
import { newAccount, PASSWORD, registered, visitor } from "./support.ts";

const stack = shared();

test("who knows the password gets a session of their own account", async () => {
  const { email, user_id, username, by } = await registered(stack);
  const response = await by.logsIn({ email, password: PASSWORD });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const session = (await response.json()) as SessionResponse;
  expect(session).toMatchObject({ user_id, username, token_type: "Bearer", access_token: session.token });
  expect(await (await by.me(session.token)).json()).toMatchObject({ user_id });
});

test("an unknown account and a wrong password get the same answer", async () => {
  const { email, by } = await registered(stack);
  const wrong = await by.logsIn({ email, password: "wrong horse battery" });
  const unknown = await by.logsIn({ email: newAccount().email, password: PASSWORD });
  const bodies = [];
  for (const response of [wrong, unknown]) {
    const { request_id: _, ...body } = await expectError(response, 401, "invalid_credentials");
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer\b/);
    bodies.push(body);
  }
  expect(bodies[0]).toEqual(bodies[1]);
  const namesOf = (response: Response) => [...response.headers.keys()];
  expect(namesOf(wrong)).toEqual(namesOf(unknown));
});

test("a suspended account is told so, but only to who knows its password", async () => {
  const { email, user_id, by } = await registered(stack);
  await stack.sql`update users set suspended_at = now() where id = ${user_id}`;
  await expectError(await by.logsIn({ email, password: PASSWORD }), 403, "account_suspended");
  await expectError(await by.logsIn({ email, password: "wrong horse battery" }), 401, "invalid_credentials");
});

test("a password longer than bcrypt reads is refused before it is hashed", async () => {
  const { email, by } = await registered(stack);
  expect(await pathsAtFault(await by.logsIn({ email, password: PASSWORD.padEnd(73, "x") }))).toEqual(["password"]);
  expect(await pathsAtFault(await by.logsIn({}))).toEqual(["email", "password"]);
});

test("nobody's hash is nobody's password", async () => {
  const person = await somebody(stack);
  await stack.sql`update users set password_hash = 'no hash at all' where id = ${person.id}`;
  for (const password of ["no hash at all", "", PASSWORD]) {
    const response = await visitor(stack).logsIn({ email: person.email, password });
    expect([400, 401]).toContain(response.status);
  }
});

test("readers are answered while a password is hashed", async () => {
  const { email, by } = await registered(stack);
  const signedIn = by.logsIn({ email, password: PASSWORD });
  const answered = await timesUntilDone(signedIn, async () =>
    expectError(await stack.request("/api/v1/nothing"), 404, "not_found"),
  );
  expect((await signedIn).status).toBe(200);
  // Of a hash that yields a few times only, two or three at most.
  expect(answered).toBeGreaterThan(8);
});
