import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { answer, auditOf, refusal } from "../../support/answers.ts";
import { wasmModule } from "../../support/modules.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { announces, complete, put } from "../../support/uploads.ts";

let stack: PrivateStack;
let person: Person;
beforeAll(async () => {
  stack = await startStack();
  person = await somebody(stack);
});
afterEach(() => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
});
afterAll(() => stack?.close());

async function sent(name: string) {
  const module = await wasmModule(name);
  const ticket = await announces(person, name, module);
  await put(ticket, module);
  return ticket;
}

test("when the answer to a completion is lost, the next one gets it", async () => {
  const name = unique("lost");
  const ticket = await sent(name);
  stack.sqlEndpoint.onRequest = async ({ queries, execute }) => {
    if (!queries.some((query) => query.includes("insert into plugin_versions"))) return undefined;
    await execute();
    return "reset";
  };
  expect(await answer(complete(person, ticket))).toEqual(refusal(503, "database_unavailable"));
  stack.sqlEndpoint.onRequest = undefined;
  const second = await answer(complete(person, ticket));
  expect(second).toMatchObject({ status: 201, body: { name, message: `${name} 1.0.0 is published` } });
  expect(await answer(complete(person, ticket))).toEqual(second);
  expect(await auditOf(stack.sql, name)).toEqual(["version.publish"]);
});

test.for([
  ["the module cannot be read", "GET", ".wasm"],
  ["the package cannot be written", "PUT", ".zip"],
] as const)("when %s, nothing is published, and the next completion succeeds", async ([, verb, file]) => {
  const name = unique("away");
  const ticket = await sent(name);
  stack.s3.onRequest = async ({ method, path }) =>
    method === verb && path.includes(file) ? { status: 503 } : undefined;
  expect(await answer(complete(person, ticket))).toEqual(refusal(503, "storage_unavailable"));
  stack.s3.onRequest = undefined;
  expect((await stack.request(`/api/v1/plugins/${name}`)).status).toBe(404);
  expect((await complete(person, ticket)).status).toBe(201);
});

test("while storage is away, uploads are announced none the less", async () => {
  stack.s3.onRequest = async () => ({ status: 503 });
  const ticket = await announces(person, unique("early"), await wasmModule("early"));
  expect(await answer(complete(person, ticket))).toEqual(refusal(503, "storage_unavailable"));
});
