import { beforeAll, describe, expect, test } from "vitest";
import { type Person, somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;
const tag = uniqueWord();
const plugin = unique("explored");
let owner: Person;
let reader: Person;

beforeAll(async () => {
  [owner, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  await owner.publishes(plugin, "1.0.0", { category: "observability", tags: [tag] });
  await owner.publishes(unique("other"), "1.0.0", { category: "observability" });
  await reader.reviews(plugin, 4, { title: "Quite good" });
});

const html = async (path: string) => (await request(path)).text();

test.each([
  ["/categories"],
  ["/categories/observability?sort=recent"],
  ["/tags"],
  [`/tags/${tag}`],
  ["/users/:owner"],
  ["/stats"],
  ["/guide"],
  ["/feed.xml"],
  [`/plugins/${plugin}/feed.xml`],
  ["/sitemap.xml"],
  ["/sitemap-pages.xml"],
  [`/sitemap-plugins.xml?from=${plugin}`],
])("GET %s takes one round trip at most, and may be kept at the edge", async (path) => {
  const response = await request(path.replace(":owner", owner.username));
  expect(response.status).toBe(200);
  expect(response.headers.get("server-timing")).toMatch(/desc="[01]"$/);
  expect(response.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
  expect(response.headers.get("cache-control")).toContain("s-maxage");
});

test("a category lists its plugins, by the order that is asked for", async () => {
  const page = await html("/categories/observability?sort=recent");
  expect(page).toContain(`<a href="/plugins/${plugin}">`);
  expect(page).toContain('aria-current="true">Updated</a>');
  expect(await html("/categories/auth?sort=recent")).not.toContain(`<a href="/plugins/${plugin}">`);
});

test("a tag lists its plugins", async () => {
  expect(await html(`/tags/${tag}`)).toContain(`<a href="/plugins/${plugin}">`);
});

test.each([
  ["/categories/nonsense", 404],
  ["/tags/nobody-has-this-one", 404],
  ["/tags/Not%20a%20tag", 404],
  ["/users/nobody-by-this-name", 404],
  ["/plugins/no-such-plugin/feed.xml", 404],
  ["/sitemap-plugins.xml?from=%3Cb%3E", 404],
  ["/sitemap-plugins.xml", 404],
  ["/categories/auth?page=-1", 400],
])("GET %s is %i", async (path, status) => {
  const response = await request(path);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("text/html");
});

describe("GET /users/:username", () => {
  test("shows what somebody owns, wherever it came from, and since when they are here; never their address", async () => {
    const page = await html(`/users/${owner.username}`);
    expect(page).toContain(`<a href="/plugins/${plugin}">`);
    expect(page).toContain("Member since");
    expect(page).not.toContain(owner.email);
    const second = unique("shared");
    await reader.publishes(second);
    await reader.request(`/api/v1/plugins/${second}/owners/${owner.username}`, { method: "PUT" });
    expect(await html(`/users/${owner.username}?sort=name`)).toContain(`<a href="/plugins/${second}">`);
  });

  test("shows what somebody wrote", async () => {
    const page = await html(`/users/${reader.username.toUpperCase()}`);
    expect(page).toContain("Quite good");
    expect(page).toContain(`/users/${reader.username}"`);
  });

  test("who is suspended is not there, as who never was", async () => {
    const gone = await somebody(stack);
    await sql`update users set suspended_at = now() where id = ${gone.id}`;
    const strip = (page: string) => page.replaceAll(/[0-9a-f-]{36}/g, "").replaceAll(/user-[0-9a-f-]+/g, "");
    const [suspended, unknown] = await Promise.all(
      [gone.username, unique("user")].map((name) => html(`/users/${name}`)),
    );
    expect(strip(suspended!)).toBe(strip(unknown!));
  });

  test("what is taken down is listed nowhere", async () => {
    const name = unique("hidden");
    await owner.publishes(name, "1.0.0", { tags: [tag], category: "observability" });
    await reader.reviews(name, 1, { title: `Bad ${name}` });
    await sql`update plugins set taken_down_at = now() where name = ${name}`;
    const paths = [`/users/${owner.username}`, `/users/${reader.username}`, `/tags/${tag}`, "/feed.xml"];
    for (const path of paths) expect([path, (await html(path)).includes(name)]).toEqual([path, false]);
    expect((await request(`/plugins/${name}/feed.xml`)).status).toBe(404);
  });
});

test("the guide's numbers are the limits that the registry keeps", async () => {
  const page = await html("/guide");
  const row = (what: string) => new RegExp(`<th scope="row">${what}</th><td>([^<]+)</td>`).exec(page)?.[1];
  const policy = (await request("/guide")).headers.get("ratelimit-policy")!;
  const pages = Number(/"pages";q=(\d+);w=60/.exec(policy)![1]);
  expect(row("Pages")).toBe(`${pages.toLocaleString("en")} in a minute`);
  expect(row("A module sent straight to storage")).toBe("50.0 MiB");
  expect(page).toContain("1,000 downloads or more");
});

test("the guide explains the security score where a plugin's page says so", async () => {
  const [, id] = /href="\/guide#([^"]+)"/.exec(await html(`/plugins/${plugin}`)) ?? [];
  expect(id).toBeDefined();
  expect(await html("/guide")).toContain(`id="${id}"`);
});

test("the statistics are charts with their figures in words", async () => {
  const page = await html("/stats");
  expect(page).toMatch(/<svg class="chart"[^>]* role="img" aria-label="Plugins at the end of each month: /);
  expect(page).toMatch(/<caption class="visually-hidden">Plugins in each category<\/caption>/);
  const [days] = await sql<{ agree: boolean }>`
    select sum(d.plugins) = min(t.plugins) and sum(d.versions) = min(t.versions) as agree from registry_days d, registry_totals t`;
  expect(days).toEqual({ agree: true });
});
