import { expect, test } from "vitest";
import { answer, auditOf, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

const pathOf = (name: string, version: string, verb: "yank" | "unyank") =>
  `/api/v1/plugins/${name}/versions/${version}/${verb}`;
const yank = (by: Pick<Person, "request">, name: string, version = "1.0.0", body?: object) =>
  answer(by.request(pathOf(name, version, "yank"), { method: "DELETE", ...(body && { json: body }) }));
const unyank = (by: Pick<Person, "request">, name: string, version = "1.0.0") =>
  answer(by.request(pathOf(name, version, "unyank"), { method: "PUT" }));
const versionOf = (name: string, selector = "1.0.0") => answer(request(`/api/v1/plugins/${name}/versions/${selector}`));

async function published(...versions: string[]) {
  const author = await somebody(stack);
  const name = unique("yank");
  for (const version of versions) await author.publishes(name, version);
  return { author, name };
}

test("an owner yanks a version and takes it back, each noted once", async () => {
  const { author, name } = await published("1.0.0", "1.1.0");
  expect(await yank(author, name, "1.1.0", { reason: "Loses messages" })).toEqual({
    status: 200,
    body: {
      success: true,
      message: expect.stringContaining(name),
      name,
      version: "1.1.0",
      yanked: true,
      yank_reason: "Loses messages",
    },
  });
  expect((await versionOf(name, "1.1.0")).body).toMatchObject({ yanked: true, yank_reason: "Loses messages" });
  expect((await versionOf(name, "1.0.0")).body).toMatchObject({ yanked: false, yank_reason: null });
  expect(await unyank(author, name, "1.1.0")).toEqual({
    status: 200,
    body: {
      success: true,
      message: expect.stringContaining(name),
      name,
      version: "1.1.0",
      yanked: false,
      yank_reason: null,
    },
  });
  expect((await versionOf(name, "1.1.0")).body).toMatchObject({ yanked: false, yank_reason: null });
  expect(await auditOf(sql, name)).toEqual(["version.publish", "version.publish", "version.yank", "version.unyank"]);
});

test("what changes nothing is noted nowhere, and a new reason is a change", async () => {
  const { author, name } = await published("1.0.0");
  expect(await unyank(author, name)).toMatchObject({ status: 200, body: { yanked: false } });
  for (const reason of ["Slow", "Slow", "Wrong"]) {
    expect(await yank(author, name, "1.0.0", { reason })).toMatchObject({ status: 200, body: { yank_reason: reason } });
  }
  await Promise.all(Array.from({ length: 5 }, () => unyank(author, name)));
  expect(await auditOf(sql, name)).toEqual(["version.publish", "version.yank", "version.yank", "version.unyank"]);
});

test("a yanked version never resolves, and stays where it is for who names it", async () => {
  const { author, name } = await published("1.0.0", "1.1.0");
  await yank(author, name, "1.1.0");
  expect((await versionOf(name, "latest")).body.version).toBe("1.0.0");
  expect((await versionOf(name, "^1")).body.version).toBe("1.0.0");
  expect(await versionOf(name, "=1.1.0")).toEqual(refusal(404, "version_not_found"));
  expect(await answer(request(`/api/v1/plugins/${name}`))).toMatchObject({ body: { version: "1.0.0" } });
  expect(await answer(request(`/api/v1/plugins?q=${name}`))).toMatchObject({
    body: { plugins: [{ version: "1.0.0" }] },
  });
  expect((await versionOf(name, "1.1.0")).status).toBe(200);
  for (const path of [`/api/v1/plugins/${name}/versions/1.1.0/download`, `/dl/${name}/${name}-1.1.0.wasm`]) {
    expect((await request(path)).status, path).toBe(200);
  }
  await unyank(author, name, "1.1.0");
  expect((await versionOf(name, "^1")).body.version).toBe("1.1.0");
});

test("the reason comes in the body or in the query, or is left out", async () => {
  const { author, name } = await published("1.0.0");
  const inQuery = author.request(`${pathOf(name, "1.0.0", "yank")}?reason=Too%20slow`, { method: "DELETE" });
  expect((await answer(inQuery)).body.yank_reason).toBe("Too slow");
  expect((await yank(author, name, "1.0.0", { reason: null })).body.yank_reason).toBeNull();
  expect((await yank(author, name)).body.yank_reason).toBeNull();
  expect(await yank(author, name, "1.0.0", { reason: "x".repeat(501) })).toEqual(invalid("reason"));
  expect(await yank(author, name, "1.0.0", { reason: 5 })).toEqual(invalid("reason"));
});

test("yanking twice is yanking once: the time stays, the reason is the last one", async () => {
  const { author, name } = await published("1.0.0");
  const at = async () =>
    (
      await sql`select v.yanked_at from plugin_versions v join plugins p on p.id = v.plugin_id
    where p.name = ${name}`
    )[0]?.yanked_at;
  await yank(author, name, "1.0.0", { reason: "One" });
  const first = await at();
  expect(await yank(author, name, "1.0.0", { reason: "Two" })).toMatchObject({ status: 200, body: { yanked: true } });
  expect(await at()).toEqual(first);
  expect((await versionOf(name)).body.yank_reason).toBe("Two");
  await unyank(author, name);
  expect(await unyank(author, name)).toMatchObject({ status: 200, body: { yanked: false } });
});

test("an administrator may, a stranger and nobody may not", async () => {
  const { author, name } = await published("1.0.0");
  const [stranger, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
  expect(await yank(stranger, name)).toEqual(refusal(403, "not_owner"));
  expect(await unyank(stranger, name)).toEqual(refusal(403, "not_owner"));
  expect(await yank({ request }, name)).toEqual(refusal(401, "authentication_required"));
  expect(await unyank({ request }, name)).toEqual(refusal(401, "authentication_required"));
  expect((await versionOf(name)).body.yanked).toBe(false);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
  expect((await yank(admin, name)).status).toBe(200);
  expect((await unyank(admin, name)).status).toBe(200);
  await sql`update users set suspended_at = now() where id = ${author.id}`;
  expect(await yank(author, name)).toEqual(refusal(403, "account_suspended"));
});

test("what does not exist cannot be yanked", async () => {
  const { author, name } = await published("1.0.0");
  expect(await yank(author, unique("none"))).toEqual(refusal(404, "plugin_not_found"));
  expect(await yank(author, name, "9.9.9")).toEqual(refusal(404, "version_not_found"));
  expect(await yank(author, name, "latest")).toEqual(refusal(404, "version_not_found"));
  expect(await unyank(author, name, "9.9.9")).toEqual(refusal(404, "version_not_found"));
  await author.publishes(name, "2.0.0+a");
  expect(await yank(author, name, "2.0.0+b")).toEqual(refusal(404, "version_not_found"));
});
