import { beforeAll, expect, test } from "vitest";
import { answer, aTime, auditOf, invalid, refusal } from "../../support/answers.ts";
import { type Person, publishBody, somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
let admin: Person;
beforeAll(async () => {
  [author, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
});

async function published(name = unique("moderated")) {
  await author.publishes(name);
  return name;
}
const moderate = (name: string, verb: "verify" | "takedown" | "restore", json: object = {}) =>
  answer(admin.request(`/api/v1/admin/plugins/${name}/${verb}`, { json }));
const verify = (name: string, verified: unknown = true) => moderate(name, "verify", { verified });
const takeDown = (name: string) => moderate(name, "takedown", { reason: "Sends credentials away" });

test("an administrator gives the verified mark and takes it, each noted once", async () => {
  const name = await published();
  const given = await verify(name);
  expect(given).toEqual({
    status: 200,
    body: { success: true, plugin_name: name, verified: true, verified_at: aTime, message: `${name} is verified` },
  });
  expect(await answer(request(`/api/v1/plugins/${name}/badges`))).toMatchObject({
    body: { badges: ["verified", "maintained"] },
  });
  expect(await verify(name)).toEqual(given);
  expect(await verify(name, false)).toEqual({
    status: 200,
    body: {
      success: true,
      plugin_name: name,
      verified: false,
      verified_at: null,
      message: `${name} is no longer verified`,
    },
  });
  expect(await answer(request(`/api/v1/plugins/${name}`))).toMatchObject({ body: { badges: ["maintained"] } });
  await verify(name, false);
  expect(await auditOf(sql, name)).toEqual(["version.publish", "plugin.verify", "plugin.unverify"]);
});

test("a plugin is verified, or not, and must exist", async () => {
  const name = await published();
  expect(await verify(name, "yes")).toEqual(invalid("verified"));
  expect(await moderate(name, "verify")).toEqual(invalid("verified"));
  expect(await verify(unique("none"))).toEqual(refusal(404, "plugin_not_found"));
  expect(await verify("No%20Name")).toEqual(refusal(404, "plugin_not_found"));
});

test("a takedown says why, and needs a plugin", async () => {
  const name = await published();
  expect(await moderate(name, "takedown")).toEqual(invalid("reason"));
  expect(await moderate(name, "takedown", { reason: "  " })).toEqual(invalid("reason"));
  expect(await moderate(name, "takedown", { reason: "x".repeat(501) })).toEqual(invalid("reason"));
  const none = unique("none");
  expect(await takeDown(none)).toEqual(refusal(404, "plugin_not_found"));
  expect(await moderate(none, "restore")).toEqual(refusal(404, "plugin_not_found"));
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("a plugin that is taken down is gone from every public route, as if it had never been", async () => {
  const word = uniqueWord();
  const name = await published(`${word}-gone`);
  const dependent = unique("dependent");
  await author.publishes(dependent, "1.0.0", { dependencies: { [name]: "1" } });
  const reviewer = await somebody(stack);
  const reviewId = await reviewer.reviews(name, 5);
  await sql`update plugins set downloads = 1000000000, updated_at = now() + interval '1 year' where name = ${name}`;
  const plugin = `/api/v1/plugins/${name}`;
  const topNames = async () => {
    const { body } = await answer(request("/api/v1/stats"));
    return [...body.top_plugins, ...body.recent_plugins].map((top: { name: string }) => top.name);
  };
  expect(await topNames()).toContain(name);

  expect(await takeDown(name)).toEqual({
    status: 200,
    body: { success: true, message: expect.stringContaining(name) },
  });
  const paths = ["", "/versions", "/versions/1.0.0", "/versions/latest", "/versions/^1", "/badges", "/reviews"];
  for (const path of [...paths, "/versions/1.0.0/download", "/owners"]) {
    const gone = await answer(request(`${plugin}${path}`));
    expect(gone, path).toEqual(refusal(404, "plugin_not_found"));
    expect(gone.body.error, path).toBe(`Plugin '${name}' not found`);
    expect((await author.request(`${plugin}${path}`)).status, `${path} for its owner`).toBe(404);
    expect((await admin.request(`${plugin}${path}`)).status, `${path} for an administrator`).toBe(404);
  }
  for (const file of ["wasm", "zip"]) expect((await request(`/dl/${name}/${name}-1.0.0.${file}`)).status).toBe(404);
  for (const query of [name, word, `${word}-gnoe`]) {
    expect((await answer(request(`/api/v1/plugins?q=${query}`))).body, query).toMatchObject({ total: 0, plugins: [] });
    expect((await answer(request(`/api/v1/plugins/suggest?q=${query}`))).body.suggestions, query).toEqual([]);
  }
  expect(await topNames()).not.toContain(name);

  const changes: [method: string, path: string, by: Person, json?: object][] = [
    ["POST", "/reviews", await somebody(stack), { version: "1.0.0", rating: 1, comment: "Long enough." }],
    ["PATCH", `/reviews/${reviewId}`, reviewer, { rating: 1 }],
    ["DELETE", `/reviews/${reviewId}`, reviewer],
    ["POST", `/reviews/${reviewId}/vote`, author, { helpful: true }],
    ["DELETE", `/reviews/${reviewId}/vote`, author],
    ["PUT", `/reviews/${reviewId}/response`, author, { text: "Thanks" }],
    ["DELETE", "/versions/1.0.0/yank", author],
    ["PUT", "/versions/1.0.0/unyank", author],
  ];
  for (const [method, path, by, json] of changes) {
    const sent = by.request(`${plugin}${path}`, { method, ...(json && { json }) });
    expect((await answer(sent)).status, `${method} ${path}`).toBe(404);
  }
  expect(await verify(name)).toEqual(refusal(404, "plugin_not_found"));
});

test("the name of a plugin that is taken down stays held, for its owner too", async () => {
  const name = await published();
  await takeDown(name);
  const stranger = await somebody(stack);
  expect(await answer(author.publish(name, "1.1.0"))).toEqual(refusal(403, "plugin_taken_down"));
  const same = await publishBody(name, "1.0.0");
  expect((await author.request("/api/v1/plugins/publish", { json: same })).status).toBe(403);
  expect([403, 409]).toContain((await stranger.publish(name, "1.1.0")).status);
  expect((await stranger.publish(name.replace("-", ""))).status).toBe(409);
  expect(
    await sql`select from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name}`,
  ).toHaveLength(1);
});

test("a plugin that is restored is as it was", async () => {
  const name = await published();
  const reviewer = await somebody(stack);
  await reviewer.reviews(name, 4);
  await verify(name);
  const read = (path: string) => answer(request(`/api/v1/plugins/${name}${path}`));
  const before = [await read(""), await read("/reviews"), await read("/badges")];
  await takeDown(name);
  expect((await read("")).status).toBe(404);
  expect(await moderate(name, "restore")).toEqual({
    status: 200,
    body: { success: true, message: expect.stringContaining(name) },
  });
  expect([await read(""), await read("/reviews"), await read("/badges")]).toEqual(before);
  expect((await answer(request(`/api/v1/plugins?q=${name}`))).body.total).toBe(1);
  expect((await request(`/dl/${name}/${name}-1.0.0.wasm`)).status).toBe(200);
  await author.publishes(name, "1.1.0");
  expect(await auditOf(sql, name)).toEqual([
    "version.publish",
    "review.create",
    "plugin.verify",
    "plugin.takedown",
    "plugin.restore",
    "version.publish",
  ]);
});
