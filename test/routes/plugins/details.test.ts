import { expect, test } from "vitest";
import { answer, aTime, refusal } from "../../support/answers.ts";
import { publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;
const versionsOf = (body: { versions: { version: string }[] }) => body.versions.map(({ version }) => version);

test("a plugin's page of data holds everything about it, and nobody's e-mail address", async () => {
  const [author, second] = await Promise.all([somebody(stack), somebody(stack)]);
  const [name, dependency] = [unique("details"), unique("dependency")];
  await author.publishes(dependency);
  const body = await publishBody(name, "1.0.0");
  const shown = {
    description: "Checks JSON Web Tokens",
    category: "auth",
    license: "MIT",
    repository: "https://example.com/code",
    homepage: "https://example.com",
    tags: ["jwt", "security"],
    language: "rust",
  };
  const rest = { dependencies: { [dependency]: "^1.0" }, min_mockforge_version: "0.3.0" };
  await author.publishes(name, "1.0.0", { ...shown, ...rest });
  const [plugin] = await sql`select id from plugins where name = ${name}`;
  await sql`insert into plugin_owners (plugin_id, user_id) values (${plugin?.id}, ${second.id})`;

  const response = await request(`/api/v1/plugins/${name}`);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  const text = await response.text();
  expect(text).not.toContain("@example.com");
  expect(text).not.toContain("password");
  expect(JSON.parse(text)).toEqual({
    name,
    ...shown,
    version: "1.0.0",
    author: { name: author.username, email: null, url: expect.stringContaining(author.username) },
    owners: [author.username, second.username],
    downloads: 0,
    recent_downloads: 0,
    rating: 0,
    reviews_count: 0,
    security_score: expect.toSatisfy((score) => score === null || (score >= 0 && score <= 100)),
    badges: ["maintained"],
    deprecated: null,
    created_at: aTime,
    updated_at: aTime,
    versions: [
      expect.objectContaining({
        version: "1.0.0",
        download_url: `${stack.url}dl/${name}/${name}-1.0.0.wasm`,
        package_url: `${stack.url}dl/${name}/${name}-1.0.0.zip`,
        checksum: body.checksum,
        size: body.file_size,
        published_at: aTime,
        published_by: author.username,
        yanked: false,
        yank_reason: null,
        downloads: 0,
        ...rest,
      }),
    ],
  });
});

test("versions come newest first, by semver and not by letters", async () => {
  const author = await somebody(stack);
  const name = unique("order");
  const published = ["1.9.0", "1.9.0-rc.1", "1.10.0", "1.9.0-rc.1.1", "1.9.0-alpha", "0.12.0", "1.9.0-rc.2", "1.9.0-2"];
  for (const version of published) await author.publishes(name, version);
  const sorted = ["1.10.0", "1.9.0", "1.9.0-rc.2", "1.9.0-rc.1.1", "1.9.0-rc.1", "1.9.0-alpha", "1.9.0-2", "0.12.0"];
  const details = await answer(request(`/api/v1/plugins/${name}`));
  expect([details.body.version, versionsOf(details.body)]).toEqual(["1.10.0", sorted]);
  const list = await answer(request(`/api/v1/plugins/${name}/versions`));
  expect([list.status, versionsOf(list.body)]).toEqual([200, sorted]);
  expect(list.body).toEqual({ name, versions: details.body.versions, total: sorted.length });
});

test("a version is found by its number, by `latest` and by a requirement", async () => {
  const author = await somebody(stack);
  const name = unique("select");
  const published = ["1.2.0", "1.2.9", "1.3.0-rc.1", "1.10.1", "2.0.0-beta.1", "0.9.0"];
  for (const version of published) await author.publishes(name, version);
  const select = async (selector: string) =>
    (await answer(request(`/api/v1/plugins/${name}/versions/${encodeURIComponent(selector)}`))).body.version;
  const cases: Record<string, string> = {
    "1.2.0": "1.2.0",
    "1.3.0-rc.1": "1.3.0-rc.1",
    latest: "1.10.1",
    "^1.2": "1.10.1",
    "1.2": "1.10.1",
    "~1.2": "1.2.9",
    "=1.2.0": "1.2.0",
    "<1": "0.9.0",
    ">=1.2, <1.10": "1.2.9",
    "*": "1.10.1",
    "1.*": "1.10.1",
    "^2.0.0-beta": "2.0.0-beta.1",
  };
  const found = await Promise.all(Object.keys(cases).map(async (selector) => [selector, await select(selector)]));
  expect(Object.fromEntries(found)).toEqual(cases);

  const one = await answer(request(`/api/v1/plugins/${name}/versions/1.2.0`));
  const list = await answer(request(`/api/v1/plugins/${name}/versions`));
  expect(one).toEqual({
    status: 200,
    body: list.body.versions.find((v: { version: string }) => v.version === "1.2.0"),
  });
});

test("build metadata belongs to a version's number", async () => {
  const author = await somebody(stack);
  const name = unique("metadata");
  await author.publishes(name, "1.0.0+build.7");
  const version = encodeURIComponent("1.0.0+build.7");
  const found = await answer(request(`/api/v1/plugins/${name}/versions/${version}`));
  expect(found).toMatchObject({ status: 200, body: { version: "1.0.0+build.7" } });
  expect((await request(found.body.download_url)).status).toBe(200);
  expect((await request(found.body.package_url)).status).toBe(200);
  expect(await answer(request(`/api/v1/plugins/${name}/versions/1.0.0`))).toEqual(refusal(404, "version_not_found"));
});

test("what does not exist and what cannot exist answer 404, each in its words", async () => {
  const author = await somebody(stack);
  const name = unique("missing");
  await author.publishes(name);
  const none = unique("none");
  for (const path of ["", "/versions", "/versions/1.0.0", "/versions/latest", "/versions/^1", "/badges", "/reviews"]) {
    expect(await answer(request(`/api/v1/plugins/${none}${path}`)), path).toEqual(refusal(404, "plugin_not_found"));
    expect(await answer(request(`/api/v1/plugins/No%20Name${path}`)), path).toEqual(refusal(404, "plugin_not_found"));
  }
  for (const version of ["9.9.9", "^9", "~0.1", "1.0.0-rc.1"]) {
    const sent = request(`/api/v1/plugins/${name}/versions/${version}`);
    expect(await answer(sent), version).toEqual(refusal(404, "version_not_found"));
  }
  expect((await answer(request(`/api/v1/plugins/${none}`))).body.error).toBe(`Plugin '${none}' not found`);
});

test("what is no version, no `latest` and no requirement is refused", async () => {
  const author = await somebody(stack);
  const name = unique("nonsense");
  await author.publishes(name);
  for (const selector of ["newest", "1 || 2", "v1.0.0", "1.0.0.0", "%00", "><"]) {
    const sent = request(`/api/v1/plugins/${name}/versions/${encodeURIComponent(selector)}`);
    expect(await answer(sent), selector).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  }
});

test("a client that holds the answer gets 304, and somebody signed in gets no-store", async () => {
  const author = await somebody(stack);
  const name = unique("etag");
  await author.publishes(name);
  for (const path of [`/api/v1/plugins/${name}`, `/api/v1/plugins/${name}/versions`]) {
    const first = await request(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]+"$/);
    const again = await request(path, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await author.request(path)).headers.get("cache-control")).toBe("no-store");
  }
  const before = await request(`/api/v1/plugins/${name}`);
  await author.publishes(name, "1.1.0");
  const headers = { "if-none-match": before.headers.get("etag") ?? "" };
  expect((await request(`/api/v1/plugins/${name}`, { headers })).status).toBe(200);
});
