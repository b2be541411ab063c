import { beforeAll, describe, expect, test } from "vitest";
import { auditOf } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm, sendForm } from "../support.ts";

const stack = shared();
const { request, url, sql } = stack;
let owner: Person;
beforeAll(async () => void (owner = await somebody(stack)));

const see = async (person: Person, path: string) =>
  (await request(path, { headers: { cookie: `__Host-session=${person.token}` } })).text();
const sends = async (person: Person, path: string, fields: Record<string, string>) =>
  sendForm(request, url, path, await openForm(request, "/settings", person.token), fields);

async function aPlugin(): Promise<string> {
  const name = unique("reviewed");
  await owner.publishes(name);
  return name;
}

const GOOD = { version: "1.0.0", rating: "4", title: "Fine", comment: "Does what it says." };
const reviewsOf = (name: string) => sql`
  select rating, title, comment from reviews where plugin_id = (select id from plugins where name = ${name})`;

describe("/plugins/:name/review", () => {
  test("writes a review, then changes that one, then deletes it", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    const path = `/plugins/${name}/review`;
    const written = await sends(reader, path, GOOD);
    expect([written.status, written.headers.get("location")]).toEqual([303, `/plugins/${name}#reviews`]);
    const form = await see(reader, path);
    expect(form).toContain(`Your review of ${name}`);
    expect(form).toMatch(/value="4" checked/);
    expect(form).toContain("Does what it says.</textarea>");
    await sends(reader, path, { ...GOOD, rating: "2", title: "", comment: "Not after the update." });
    expect(await reviewsOf(name)).toEqual([{ rating: 2, title: null, comment: "Not after the update." }]);
    expect((await sends(reader, `${path}/delete`, {})).status).toBe(303);
    expect(await reviewsOf(name)).toEqual([]);
    expect(await auditOf(sql, name)).toEqual(["version.publish", "review.create", "review.update", "review.delete"]);
    expect((await sends(reader, `${path}/delete`, {})).status).toBe(404);
  });

  test("what is missing is said beside its field, and the rest is kept", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    const response = await sends(reader, `/plugins/${name}/review`, {
      version: "9.9.9",
      title: "</title>",
      comment: "short",
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('id="rating-problem">is required');
    expect(html).toContain('id="comment-problem">must have 10 to 5000 characters');
    expect(html).toContain('value="&lt;/title&gt;"');
    const unknown = await (await sends(reader, `/plugins/${name}/review`, { ...GOOD, version: "9.9.9" })).text();
    expect(unknown).toContain('id="version-problem">Plugin');
    expect(await reviewsOf(name)).toEqual([]);
  });

  test("an owner is told why not, a visitor to sign in, a missing plugin is missing", async () => {
    const name = await aPlugin();
    expect(await see(owner, `/plugins/${name}/review`)).toContain("You cannot review a plugin that you own");
    expect((await sends(owner, `/plugins/${name}/review`, GOOD)).status).toBe(403);
    const visitor = await request(`/plugins/${name}/review`);
    expect(visitor.headers.get("location")).toBe(`/login?next=%2Fplugins%2F${name}%2Freview`);
    expect(await see(owner, `/plugins/${unique("nothing")}/review`)).toContain("not found");
  });
});

describe("the plugin's page", () => {
  test("lets somebody vote, change it and take it back, and comes back to the review", async () => {
    const [name, reader, voter] = await Promise.all([aPlugin(), somebody(stack), somebody(stack)]);
    const id = await reader.reviews(name, 5);
    const counts = async () => (await sql`select helpful_count, unhelpful_count from reviews where id = ${id}`)[0];
    const vote = (helpful: string) =>
      sends(voter, `/plugins/${name}/reviews/${id}/vote?next=/plugins/${name}%23review-${id}`, { helpful });
    const voted = await vote("yes");
    expect([voted.status, voted.headers.get("location")]).toEqual([303, `/plugins/${name}#review-${id}`]);
    expect(await counts()).toEqual({ helpful_count: 1, unhelpful_count: 0 });
    expect(await see(voter, `/plugins/${name}`)).toMatch(/name="helpful" value="".*aria-pressed="true"/s);
    await vote("no");
    expect(await counts()).toEqual({ helpful_count: 0, unhelpful_count: 1 });
    await vote("");
    expect(await counts()).toEqual({ helpful_count: 0, unhelpful_count: 0 });
  });

  test("never sends a voter to another site", async () => {
    const [name, reader, voter] = await Promise.all([aPlugin(), somebody(stack), somebody(stack)]);
    const path = `/plugins/${name}/reviews/${await reader.reviews(name, 5)}/vote`;
    for (const next of [
      "https://evil.example",
      "//evil.example",
      "/%09/evil.example",
      "/.//evil.example",
      "javascript:1",
    ]) {
      expect((await sends(voter, `${path}?next=${next}`, { helpful: "yes" })).headers.get("location"), next).toBe("/");
    }
  });

  test("offers nobody to vote on their own review, and refuses it", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    const id = await reader.reviews(name, 5);
    expect(await see(reader, `/plugins/${name}`)).not.toContain("/vote");
    expect((await sends(reader, `/plugins/${name}/reviews/${id}/vote`, { helpful: "yes" })).status).toBe(403);
  });

  test("is the same for all who are not signed in: without forms", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    await reader.reviews(name, 5);
    const html = await (await request(`/plugins/${name}`)).text();
    expect(html).toContain("Write a review");
    expect(html).not.toMatch(/method="post"|form_token/);
  });

  test("offers an owner to answer, an administrator to delete", async () => {
    const [name, reader, admin] = await Promise.all([aPlugin(), somebody(stack), somebody(stack, { isAdmin: true })]);
    const id = await reader.reviews(name, 5);
    expect(await see(owner, `/plugins/${name}`)).toContain(`/plugins/${name}/reviews/${id}/answer`);
    expect(await see(reader, `/plugins/${name}`)).not.toMatch(/\/answer|\/admin/);
    const page = await see(admin, `/plugins/${name}?sort=recent`);
    const [, action = ""] = new RegExp(`action="(/admin/reviews/${id}/delete[^"]*)"`).exec(page) ?? [];
    const deleted = await sends(admin, action, {});
    expect([deleted.status, deleted.headers.get("location")]).toEqual([303, `/plugins/${name}?sort=recent`]);
    expect(await reviewsOf(name)).toEqual([]);
  });
});

describe("/plugins/:name/reviews/:id/answer", () => {
  test("an owner answers, and changes the answer", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    const path = `/plugins/${name}/reviews/${await reader.reviews(name, 1)}/answer`;
    expect(await see(owner, path)).toContain("It did what it says it does.");
    expect((await sends(owner, path, { text: "Thank you" })).status).toBe(303);
    expect(await see(owner, path)).toContain("Thank you</textarea>");
    const empty = await sends(owner, path, { text: " " });
    expect([empty.status, await empty.text()]).toEqual([
      422,
      expect.stringContaining('id="text-problem">must have 1 to'),
    ]);
    expect(
      await sql`select response_text from reviews where comment like 'It did%' and response_text is not null
      and plugin_id = (select id from plugins where name = ${name})`,
    ).toEqual([{ response_text: "Thank you" }]);
  });

  test("nobody else can", async () => {
    const [name, reader] = await Promise.all([aPlugin(), somebody(stack)]);
    const path = `/plugins/${name}/reviews/${await reader.reviews(name, 1)}/answer`;
    expect(await see(reader, path)).toContain("You are not an owner");
    expect((await sends(reader, path, { text: "Me" })).status).toBe(403);
    const elsewhere = path.replace(name, await aPlugin());
    expect(await see(owner, elsewhere)).toContain("No such review");
  });
});
