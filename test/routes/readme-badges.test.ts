import { beforeAll, expect, test } from "vitest";
import { answer, invalid } from "../support/answers.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
const name = unique("shown");
beforeAll(async () => {
  author = await somebody(stack);
  await author.publishes(name, "1.2.0");
});

const shown = async (of: string, badge?: string) => {
  const response = await request(`/badges/${of}.svg${badge ? `?badge=${badge}` : ""}`);
  return [response.status, /<title>(.*)<\/title>/.exec(await response.text())?.[1]];
};

test("a badge shows the version, downloads or rating of a plugin", async () => {
  expect(await shown(name)).toEqual([200, "mockforge: v1.2.0"]);
  expect(await shown(name, "version")).toEqual([200, "mockforge: v1.2.0"]);
  expect(await shown(name, "downloads")).toEqual([200, "downloads: 0"]);
  expect(await shown(name, "rating")).toEqual([200, "rating: no reviews"]);
  await sql`update plugins set downloads = 12345, rating_sum = 53, reviews_count = 12 where name = ${name}`;
  expect(await shown(name, "downloads")).toEqual([200, "downloads: 12.3K"]);
  expect(await shown(name, "rating")).toEqual([200, "rating: 4.4/5 (12)"]);
});

test("it is an image that any page may show, that may load nothing, and that a client can hold", async () => {
  const path = `/badges/${name}.svg`;
  const response = await request(path);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/svg+xml",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "cache-control": expect.stringMatching(/^public, max-age=0, s-maxage=\d+$/),
    ratelimit: expect.stringMatching(/^"pages";/),
  });
  const etag = response.headers.get("etag") ?? "";
  expect((await request(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await request(`${path}?badge=downloads`, { headers: { "if-none-match": etag } })).status).toBe(200);
});

test("what does not exist, is taken down or cannot be a name is one grey image", async () => {
  const gone = unique("gone");
  await author.publishes(gone);
  await sql`update plugins set taken_down_at = now() where name = ${gone}`;
  const images = await Promise.all(
    [`${unique("none")}.svg`, `${gone}.svg`, "No%20Name.svg", "%3Cscript%3E.svg", name].map(async (image) => {
      const response = await request(`/badges/${image}`);
      return [
        response.status,
        response.headers.get("content-type"),
        response.headers.get("cache-control"),
        await response.text(),
      ];
    }),
  );
  expect(images[0]).toEqual([404, "image/svg+xml", "no-store", expect.stringContaining("mockforge: not found")]);
  for (const image of images) expect(image).toEqual(images[0]);
});

test("another badge is 400, and another method 405", async () => {
  expect(await answer(request(`/badges/${name}.svg?badge=stars`))).toEqual(invalid("badge"));
  expect((await request(`/badges/${name}.svg`, { method: "DELETE" })).status).toBe(405);
});
