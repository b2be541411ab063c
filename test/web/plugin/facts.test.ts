import { beforeAll, describe, expect, test } from "vitest";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { keyOf, revoke } from "../../support/signing.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request } = stack;
const name = unique("plugin");
const dependency = unique("needed");
const HOSTILE = `</script><img src=x onerror=alert(1)>"'&`;

let owner: Person;
let reader: Person;

const textOf = async (path: string) => (await request(path)).text();

beforeAll(async () => {
  [owner, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  await owner.publishes(dependency);
  await owner.publishes(name, "1.0.0", {
    readme: "# First",
    description: "Says hello",
    license: "ISC",
    tags: ["hello"],
  });
  await owner.publishes(name, "1.1.0", {
    description: HOSTILE,
    readme: `# Second\n\n${HOSTILE}\n\n[home](javascript:alert(1))`,
    tags: ["jwt"],
    repository: "https://github.com/ada/hello",
    dependencies: { [dependency]: "^1.0" },
  });
  await owner.publishes(name, "1.2.0");
  const yank = { method: "DELETE", json: { reason: HOSTILE } };
  await owner.request(`/api/v1/plugins/${name}/versions/1.2.0/yank`, yank);
  const id = await reader.reviews(name, 4, { title: HOSTILE, comment: `${HOSTILE} and more` });
  await owner.request(`/api/v1/plugins/${name}/reviews/${id}/response`, { method: "PUT", json: { text: HOSTILE } });
});

describe("GET /plugins/:name", () => {
  test("is one round trip, whatever it shows; two for who is signed in", async () => {
    const response = await request(`/plugins/${name}`);
    expect([response.status, response.headers.get("server-timing")]).toEqual([200, expect.stringMatching(/desc="1"$/)]);
    const own = await request(`/plugins/${name}`, { headers: { cookie: `__Host-session=${reader.token}` } });
    expect(own.headers.get("server-timing")).toMatch(/desc="2"$/);
  });

  test("shows the current version, how to install it, and what it needs", async () => {
    const html = await textOf(`/plugins/${name}`);
    expect(html).toContain(`mockforge-registry install ${name}<`);
    expect(html).toMatch(new RegExp(`mockforge plugin install http://[^<]+/dl/${name}/${name}-1.1.0.zip`));
    expect(html).toContain('<h3 id="user-content-second">Second</h3>');
    expect(html).toMatch(new RegExp(`<a href="/plugins/${dependency}">${dependency}</a> <code>\\^1.0</code>`));
    expect(html).toContain('<a class="tag" href="/tags/jwt">');
    expect(html).toContain(`badges/${name}.svg?badge=rating`);
    expect(html).toContain(`href="/plugins/${name}/feed.xml"`);
  });

  test("what people wrote is text, in every field", async () => {
    for (const path of [`/plugins/${name}`, `/plugins/${name}/1.2.0`, `/plugins/${name}/compare/1.0.0...1.1.0`]) {
      const html = await textOf(path);
      expect(html, path).not.toContain("<img src=x");
      expect(html, path).not.toContain("javascript:");
      expect(html.match(/<script(?![^>]*(?:\bsrc=|application\/ld\+json))/g), path).toBeNull();
    }
  });

  test("tells search engines what it is, in data that cannot end its element", async () => {
    const html = await textOf(`/plugins/${name}`);
    const [, data = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      "@type": "SoftwareApplication",
      name,
      description: HOSTILE,
      softwareVersion: "1.1.0",
      aggregateRating: { ratingValue: 4, ratingCount: 1 },
    });
    expect(html).toMatch(new RegExp(`<link rel="canonical" href="http://[^"]+/plugins/${name}"/>`));
    expect(html).toContain(`<meta property="og:title" content="${name}"/>`);
  });

  test("shows reviews with the owner's answer, and the histogram of all", async () => {
    const html = await textOf(`/plugins/${name}`);
    expect(html).toContain('aria-label="4 of 5 stars"');
    expect(html).toContain(`href="/users/${reader.username}"`);
    expect(html).toContain("Answer of an owner");
    expect(html).toMatch(/1 review</);
  });

  test("a plugin that is not there, or was taken down, is a page that says so, with a way to search", async () => {
    const admin = await somebody(stack, { isAdmin: true });
    const gone = unique("gone");
    await owner.publishes(gone);
    await admin.request(`/api/v1/admin/plugins/${gone}/takedown`, { json: { reason: "Spam" } });
    for (const missing of [gone, unique("never"), "No Name", "%00"]) {
      const response = await request(`/plugins/${missing}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('role="search"');
    }
  });

  test("a deprecated plugin says what to use instead", async () => {
    const old = unique("old");
    await owner.publishes(old);
    await owner.request(`/api/v1/plugins/${old}/deprecation`, {
      method: "PUT",
      body: JSON.stringify({ message: "No longer kept up", replacement: name }),
      headers: { "content-type": "application/json" },
    });
    const html = await textOf(`/plugins/${old}`);
    expect(html).toContain("No longer kept up");
    expect(html).toContain(`Use <a href="/plugins/${name}">${name}</a> instead`);
  });
});

describe("GET /plugins/:name/:version", () => {
  test("shows that version, and that it is not the current one", async () => {
    const html = await textOf(`/plugins/${name}/1.0.0`);
    expect(html).toContain('<h3 id="user-content-first">First</h3>');
    expect(html).toContain(`mockforge-registry install ${name}@1.0.0<`);
    expect(html).toContain(`/plugins/${name}/compare/1.0.0...1.1.0`);
  });

  test("describes that version in its own words, not in those of the current one", async () => {
    const html = await textOf(`/plugins/${name}/1.0.0`);
    expect(html).toContain('<p class="lead">Says hello</p>');
    expect(html).toContain("<dd>ISC</dd>");
    expect(html).toContain('href="/tags/hello"');
    expect(html).not.toContain('href="/tags/jwt"');
    expect(html).not.toContain("https://github.com/ada/hello");
  });

  test("says who signed it, and when the key was revoked", async () => {
    const key = await keyOf(owner);
    const signed = await publishBody(unique("signed"), "1.0.0");
    await owner.publishes(signed.name, "1.0.0", { signature: key.signs(signed) });
    const line = `Signed by <a href="/users/${owner.username}">${owner.username}</a> with the key <code>${key.keyId.slice(0, 16)}</code>`;
    expect(await textOf(`/plugins/${signed.name}`)).toContain(`${line}.`);
    await revoke(owner, key);
    expect(await textOf(`/plugins/${signed.name}/1.0.0`)).toContain(`${line}, which they revoked on `);
    expect(await textOf(`/plugins/${name}`)).not.toContain("Signed by");
  });

  test("says why a version was yanked", async () => {
    const html = await textOf(`/plugins/${name}/1.2.0`);
    expect(html).toMatch(/Version 1\.2\.0 is yanked:<\/strong> &lt;\/script&gt;/);
  });

  test("the current version by its number is known by the plugin's own address", async () => {
    const html = await textOf(`/plugins/${name}/1.1.0`);
    expect(html).toMatch(new RegExp(`<link rel="canonical" href="http://[^"]+/plugins/${name}"/>`));
  });

  test.each(["9.9.9", "1.0", "latest", "%3Cscript%3E"])("%s is not one of them", async (version) => {
    expect((await request(`/plugins/${name}/${version}`)).status).toBe(404);
  });

  test.each(["sort=worst", "page=-1", "page=x"])("an order that does not exist is refused: %s", async (query) => {
    expect((await request(`/plugins/${name}?${query}`)).status).toBe(400);
  });
});

describe("GET /plugins/:name/compare/:a...:b", () => {
  test("shows what is different, in one round trip", async () => {
    const response = await request(`/plugins/${name}/compare/1.0.0...1.1.0`);
    expect([response.status, response.headers.get("server-timing")]).toEqual([200, expect.stringMatching(/desc="1"$/)]);
    const html = await response.text();
    expect(html).toMatch(
      new RegExp(`<th scope="row">${dependency}</th><td><span class="quiet">—</span></td><td><ins>\\^1.0`),
    );
    expect(html).toMatch(/<th scope="row">Description<\/th><td><del>.*?<\/del><\/td><td><ins>&lt;\/script/);
    expect(html).toMatch(/<th scope="row">Repository<\/th>.*?<ins>https:\/\/github.com\/ada\/hello/);
  });

  test("two versions are chosen by a plain form", async () => {
    const response = await request(`/plugins/${name}/compare?before=1.0.0&after=1.1.0`);
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      `/plugins/${name}/compare/1.0.0...1.1.0`,
    ]);
  });

  test.each(["1.0.0", "1.0.0...", "1.0.0...9.9.9", "1.0.0...1.1.0...1.2.0", "a...b", "1.0.0..1.1.0"])(
    "%s names no two of them",
    async (range) => {
      expect((await request(`/plugins/${name}/compare/${range}`)).status).toBe(404);
    },
  );
});

test("/robots.txt and the icon are there", async () => {
  expect(await textOf("/robots.txt")).toMatch(/^User-agent: \*\n.*Sitemap: http:\/\/[^\n]+\/sitemap\.xml\n$/s);
  const icon = await request((await request("/favicon.ico")).headers.get("location")!);
  expect(icon.headers.get("content-type")).toBe("image/svg+xml");
  expect(icon.headers.get("cache-control")).toContain("immutable");
});
