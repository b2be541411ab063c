import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { somebody } from "../../support/people.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
  await stack.sql.query(`
    create table noted_uses (token_id uuid);
    create function note_use() returns trigger language plpgsql as
      $$ begin insert into noted_uses values (new.id); return null; end $$;
    create trigger note_use after update on api_tokens for each row execute function note_use()`);
});
afterAll(() => stack.close());

const AT_ONCE = 15;

/** Lets the statements that note a use go only when all of them have come. */
function holdUntilAllAreThere(): void {
  const waiting: (() => void)[] = [];
  stack.sqlEndpoint.onRequest = async ({ queries: [query = ""] }) => {
    if (!query.includes("set last_used_at")) return undefined;
    const all = new Promise<undefined>((resolve) => waiting.push(() => resolve(undefined)));
    if (waiting.length === AT_ONCE) for (const release of waiting.splice(0)) release();
    return all;
  };
}

test("a token's use is written down once an hour, however many requests come at once", async () => {
  const person = await somebody(stack);
  const { body } = await answer(person.request("/api/v1/tokens", { json: { name: "ci", scopes: ["yank"] } }));
  holdUntilAllAreThere();
  const useOften = async () => {
    const answers = Array.from({ length: AT_ONCE }, () => stack.request("/api/v1/auth/me", { token: body.token }));
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
    return stack.sql`select token_id from noted_uses where token_id = ${body.id}`;
  };
  expect(await useOften()).toHaveLength(1);
  await stack.sql`update api_tokens set last_used_at = last_used_at - interval '61 minutes' where id = ${body.id}`;
  await stack.sql`truncate noted_uses`;
  expect(await useOften()).toHaveLength(1);
  expect(await useOften()).toHaveLength(1);
});
