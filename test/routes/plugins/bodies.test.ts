import { beforeAll, describe, expect, test } from "vitest";
import { answer, auditOf, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const name = unique("bodies");
let review = "";
let author: Person;
let reviewer: Person;
let admin: Person;

beforeAll(async () => {
  [author, reviewer, admin] = await Promise.all([somebody(stack), somebody(stack), somebody(stack, { isAdmin: true })]);
  await author.publishes(name);
  review = `/${name}/reviews/${await reviewer.reviews(name, 4)}`;
});

const routes: [method: string, path: () => string, by: () => Person][] = [
  ["POST", () => "/plugins/search", () => author],
  ["POST", () => `/plugins/${name}/reviews`, () => admin],
  ["PATCH", () => `/plugins${review}`, () => reviewer],
  ["POST", () => `/plugins${review}/vote`, () => author],
  ["PUT", () => `/plugins${review}/response`, () => author],
  ["DELETE", () => `/plugins/${name}/versions/1.0.0/yank`, () => author],
  ["POST", () => `/admin/plugins/${name}/verify`, () => admin],
  ["POST", () => `/admin/plugins/${name}/takedown`, () => admin],
];
const verb = (path: () => string) =>
  path()
    .replace(name, ":name")
    .replace(/reviews\/[^/]+/, "reviews/:id");

describe.for(routes.map(([method, path, by]) => [`${method} …${verb(path)}`, method, path, by] as const))(
  "%s",
  ([, method, path, by]) => {
    const send = (body: string, type = "application/json") =>
      answer(by().request(`/api/v1${path()}`, { method, body, headers: { "content-type": type } }));

    test("a body over 64 KiB is refused before it is looked at", async () => {
      const body = JSON.stringify({ padding: "x".repeat(64 * 1024) });
      expect(await send(body)).toEqual(refusal(413, "payload_too_large"));
    });

    test("a body that is no JSON, or no object, is refused", async () => {
      expect(await send("{")).toEqual(refusal(400, "invalid_json"));
      for (const body of ["[]", '"text"', "5", "null"]) {
        expect(await send(body), body).toMatchObject({ status: 400, body: { code: "invalid_input" } });
      }
    });

    test("a body nested a thousand deep is refused, or its unknown fields ignored, and is never our error", async () => {
      const deep = `{"comment":${"[".repeat(1000)}${"]".repeat(1000)}}`;
      expect((await send(deep)).status).toBeLessThan(500);
    });

    test("a body of another type is refused", async () => {
      expect(await send("{}", "text/plain")).toEqual(refusal(415, "unsupported_media_type"));
    });
  },
);

test("none of this left a trace", async () => {
  // A search changes nothing, and a yank may come with any fields.
  const actions = (await auditOf(stack.sql, name)).filter((action) => action !== "version.yank");
  expect(actions).toEqual(["version.publish", "review.create"]);
});
