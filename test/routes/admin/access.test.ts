import { beforeAll, describe, expect, test } from "vitest";
import { answer, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const name = unique("moderated");
const NONE = "00000000-0000-4000-8000-000000000000";
let reviewId = NONE;
let author: Person;
let reviewer: Person;

beforeAll(async () => {
  [author, reviewer] = await Promise.all([somebody(stack), somebody(stack)]);
  await author.publishes(name);
  reviewId = await reviewer.reviews(name, 3);
});

const routes: [method: string, path: () => string, json?: object][] = [
  ["POST", () => `/plugins/${name}/verify`, { verified: true }],
  ["POST", () => `/plugins/${name}/takedown`, { reason: "Spam" }],
  ["POST", () => `/plugins/${name}/restore`],
  ["GET", () => "/stats"],
  ["GET", () => "/users"],
  ["POST", () => `/users/${reviewer.id}/suspend`],
  ["POST", () => `/users/${reviewer.id}/unsuspend`],
  ["DELETE", () => `/reviews/${reviewId}`],
  ["GET", () => "/audit-log"],
];

const state = async () => [
  await stack.sql`select verified_at, taken_down_at from plugins where name = ${name}`,
  await stack.sql`select suspended_at from users where id = ${reviewer.id}`,
  await stack.sql`select id from reviews where id = ${reviewId}`,
  await stack.sql`select count(*) from audit_log l join plugins p on p.id = l.plugin_id where p.name = ${name}`,
];

describe.for(routes)("%s /admin%s", ([method, path, json]) => {
  const send = (by: Pick<Person, "request">) =>
    answer(by.request(`/api/v1/admin${path()}`, { method, ...(json && { json }) }));

  test("nobody without a session, or with a bad one, gets in", async () => {
    const before = await state();
    expect(await send(stack)).toEqual(refusal(401, "authentication_required"));
    const forged = (where: string, init = {}) => stack.request(where, { token: "a.b.c", ...init });
    expect(await send({ request: forged })).toEqual(refusal(401, "invalid_token"));
    expect(await state()).toEqual(before);
  });

  test("nobody who is not an administrator gets in, an owner or an official account neither", async () => {
    const before = await state();
    const official = await somebody(stack, { isOfficial: true });
    for (const person of [author, official]) expect(await send(person)).toEqual(refusal(403, "admin_only"));
    expect(await state()).toEqual(before);
  });

  test("nobody who was an administrator a moment ago gets in, nor one who is suspended", async () => {
    const before = await state();
    const [former, suspended] = await Promise.all([
      somebody(stack, { isAdmin: true }),
      somebody(stack, { isAdmin: true }),
    ]);
    await stack.sql`update users set is_admin = false where id = ${former.id}`;
    await stack.sql`update users set suspended_at = now() where id = ${suspended.id}`;
    expect(await send(former)).toEqual(refusal(403, "admin_only"));
    expect(await send(suspended)).toEqual(refusal(403, "account_suspended"));
    expect(await state()).toEqual(before);
  });
});
