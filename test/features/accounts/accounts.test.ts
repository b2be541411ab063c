import { expect, inject, test, vi } from "vitest";
import { createDatabase } from "#db/client.ts";
import {
  changePassword,
  findActor,
  logIn,
  logOutEverywhere,
  readCredentials,
  registerAccount,
} from "#features/accounts/index.ts";
import type { Context } from "#features/context.ts";
import { EACH_STEP } from "#lib/deadline.ts";
import { RegistryError } from "#lib/errors.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const { databaseUrl, sqlEndpoint, jwtSecret } = inject("stack");
const { sql } = shared();
const DAY_MS = 86_400_000;
const TIMEOUT_MS = 60_000;
const PASSWORD = "correct horse battery";

/** What the verbs need, with a clock of the test's and every round trip counted. */
function world(now = new Date("2026-11-24T09:30:00Z")) {
  const trips = { count: 0 };
  const meter = { add: () => void (trips.count += 1) };
  const db = createDatabase({ databaseUrl, endpoint: sqlEndpoint, meter });
  const takeLimit = vi.fn<Context["takeLimit"]>(async () => undefined);
  const ctx = {
    db,
    clock: () => now,
    deadline: EACH_STEP,
    jwtSecret,
    acceptedSecrets: [jwtSecret],
    takeLimit,
    actor: null,
  };
  const costOf = async <Result>(work: Promise<Result>): Promise<[number, Result]> => {
    trips.count = 0;
    const result = await work;
    return [trips.count, result];
  };
  return { ctx, costOf };
}

const newcomer = () => {
  const username = unique("newcomer");
  return { username, email: `${username}@example.com`, password: PASSWORD };
};

/** Who is signed in by a token, for verbs that need an actor. */
async function actingBy(ctx: ReturnType<typeof world>["ctx"], token: string) {
  const credentials = await readCredentials(ctx, `Bearer ${token}`);
  return { ...ctx, actor: await findActor(ctx, credentials!) };
}

test("each verb costs as few round trips as it can", { timeout: TIMEOUT_MS }, async () => {
  const { ctx, costOf } = world();
  const account = newcomer();
  const [registering, { token }] = await costOf(registerAccount(ctx, account));
  const [signingIn] = await costOf(logIn(ctx, account));
  const [identifying, acting] = await costOf(actingBy(ctx, token));
  const change = changePassword(acting, { current_password: PASSWORD, new_password: `${PASSWORD} 2` });
  const [changing, fresh] = await costOf(change);
  const again = await actingBy(ctx, fresh.token);
  const [signingOut] = await costOf(logOutEverywhere(again));
  expect({ registering, signingIn, identifying, changing, signingOut }).toEqual({
    registering: 1,
    signingIn: 1,
    identifying: 1,
    changing: 2,
    signingOut: 1,
  });
});

test("a session lasts 30 days by the clock it was opened with", { timeout: TIMEOUT_MS }, async () => {
  const opened = new Date("2026-01-01T00:00:00Z");
  const { token, expires_at } = await registerAccount(world(opened).ctx, newcomer());
  expect(expires_at).toBe("2026-01-31T00:00:00.000Z");
  const readAt = (ms: number) => readCredentials(world(new Date(opened.getTime() + ms)).ctx, `Bearer ${token}`);
  expect(await readAt(30 * DAY_MS - 1)).toMatchObject({ kind: "session", sessionVersion: 0 });
  await expect(readAt(30 * DAY_MS)).rejects.toMatchObject({ code: "invalid_token" });
});

test("signing in asks for the account's permission before it asks for anything else", async () => {
  const { ctx } = world();
  const refusal = new RegistryError("rate_limited");
  const takeLimit = vi.fn<Context["takeLimit"]>().mockRejectedValue(refusal);
  // No database: it must not be reached.
  const attempt = logIn({ ...ctx, db: undefined as never, takeLimit }, { email: "a@example.com", password: PASSWORD });
  await expect(attempt).rejects.toBe(refusal);
  expect(takeLimit.mock.calls).toEqual([["login", "a@example.com"]]);
});

test(
  "of many who register one e-mail address at once, one does, and the log knows one",
  { timeout: TIMEOUT_MS },
  async () => {
    const { ctx } = world();
    const { email } = newcomer();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => registerAccount(ctx, { ...newcomer(), email })),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === "fulfilled" ? "created" : (outcome.reason as RegistryError).code,
    );
    expect(codes.toSorted()).toEqual(["created", ...Array<string>(4).fill("email_taken")]);
    const rows = await sql`select a.action from users u join audit_log a on a.actor_id = u.id where u.email = ${email}`;
    expect(rows).toEqual([{ action: "account.register" }]);
  },
);

test("of a password change and a sign-out at once, no old session survives", { timeout: TIMEOUT_MS }, async () => {
  const { ctx } = world();
  const { token } = await registerAccount(ctx, newcomer());
  const acting = await actingBy(ctx, token);
  await Promise.all([
    changePassword(acting, { current_password: PASSWORD, new_password: `${PASSWORD} 2` }),
    logOutEverywhere(acting),
  ]);
  await expect(actingBy(ctx, token)).rejects.toMatchObject({ code: "invalid_token" });
  const [user] = await sql`select session_version from users where id = ${acting.actor.id}`;
  expect(user).toEqual({ session_version: 2 });
});

test("who signs out everywhere twice at once, as when no answer came, has done it once", async () => {
  const { ctx } = world();
  const { token } = await registerAccount(ctx, newcomer());
  const acting = await actingBy(ctx, token);
  await Promise.all([logOutEverywhere(acting), logOutEverywhere(acting)]);
  const rows = await sql`select session_version, a.action from users u join audit_log a on a.actor_id = u.id
    where u.id = ${acting.actor.id} and a.action <> 'account.register'`;
  expect(rows).toEqual([{ session_version: 1, action: "account.logout_all" }]);
});

test("nobody but somebody signed in changes a password or signs out", async () => {
  const { ctx } = world();
  const change = changePassword(ctx, { current_password: PASSWORD, new_password: PASSWORD });
  await expect(change).rejects.toMatchObject({ code: "authentication_required" });
  await expect(logOutEverywhere(ctx)).rejects.toMatchObject({ code: "authentication_required" });
});

test("an actor has no secret in it", async () => {
  const { ctx } = world(new Date());
  const person = await somebody(shared());
  const { actor } = await actingBy(ctx, person.token);
  expect(JSON.stringify(actor)).not.toMatch(/\$2[ab]\$|password|hash/i);
  expect(actor).toMatchObject({ id: person.id, username: person.username, isAdmin: false, isOfficial: false });
});
