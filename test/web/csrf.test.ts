import { beforeAll, describe, expect, test } from "vitest";
import { web } from "../../src/web/index.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { openForm, sendForm } from "./support.ts";

const stack = shared();
const { request, url, sql } = stack;

/** Every route of the pages that is not a read: from the router itself, so that a new one is here by being there. */
const CHANGING = web.routes.filter(({ method }) => !["GET", "ALL"].includes(method));
const PATHS = [...new Set(CHANGING.map(({ path }) => path))];

const name = unique("guarded");
let person: Person;
let other: Person;
let reviewId: string;
let tokenId: string;

beforeAll(async () => {
  [person, other] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack)]);
  await person.publishes(name);
  reviewId = await other.reviews(name, 5);
  const made = await person.request("/api/v1/tokens", { json: { name: "x", scopes: ["yank"] } });
  tokenId = ((await made.json()) as { id: string }).id;
});

/** A real address, at which the form would change something. */
function addressOf(path: string): string {
  const ids: [RegExp, string][] = [
    [/^\/settings/, tokenId],
    [/^\/admin\/users/, other.id],
    [/./, reviewId],
  ];
  const id = ids.find(([pattern]) => pattern.test(path))![1];
  return path.replace(":name", name).replace(":id", id).replace(":upload_id", crypto.randomUUID());
}

/** What this person changed, which is noted with each change. */
const changesOf = () => sql`
  select count(*) as changes, (select session_version from users where id = ${person.id}) as sessions
  from audit_log where actor_id = ${person.id}`;

const FIELDS = {
  username: "newcomer",
  email: "newcomer@example.com",
  password: "correct horse battery",
  version: "1.0.0",
  reason: "Because",
  message: "Because",
  rating: "1",
  comment: "It should not be here.",
  helpful: "no",
  text: "It should not be here.",
  name: "let-through",
  "scope-yank": "yank",
  expires_in_days: "7",
};

test("there are routes to look at, all of them POST", () => {
  expect(PATHS.length).toBeGreaterThan(25);
  expect(new Set(CHANGING.map(({ method }) => method))).toEqual(new Set(["POST"]));
});

describe.each(PATHS)("POST %s changes nothing", (path) => {
  test("for a form that is not ours, or not of this session", async () => {
    const mine = await openForm(request, "/settings", person.token);
    const theirs = await openForm(request, "/settings", other.token);
    const visitors = await openForm(request, "/login");
    const attempts: [string, string, Record<string, string | undefined>][] = [
      ["no token", "", {}],
      ["a wrong token", mine.token.replace(/^./, (first) => (first === "A" ? "B" : "A")), {}],
      ["another session's token", theirs.token, {}],
      ["a visitor's token", visitors.token, {}],
      ["another site", mine.token, { origin: "https://evil.example" }],
      ["a sandboxed frame", mine.token, { origin: "null" }],
      ["a browser that does not say", mine.token, { origin: undefined }],
      ["a sibling of ours", mine.token, { origin: undefined, "sec-fetch-site": "same-site" }],
    ];
    const before = await changesOf();
    for (const [what, token, headers] of attempts) {
      const form = { token, cookie: mine.cookie };
      const response = await sendForm(request, url, addressOf(path), form, FIELDS, headers);
      expect([what, response.status]).toEqual([what, 403]);
      expect(response.headers.getSetCookie(), what).toEqual([]);
      expect(await response.text()).toContain("not filled in on our own page");
    }
    expect(await changesOf()).toEqual(before);
  });
});
