import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../../scripts/stack/sql-endpoint.ts";
import { wasmModule } from "../../support/modules.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { announces, complete, put } from "../../support/uploads.ts";
import { newAccount, registered, visitor } from "../auth/support.ts";
import { DUE_MS, expectError } from "./support.ts";

let stack: PrivateStack;
let author: Person;
const name = unique("faults");
beforeAll(async () => {
  stack = await startStack();
  author = await somebody(stack);
  await author.publish(name);
});
afterEach(() => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
});
afterAll(() => stack.close());

/** Checks a 503 that says when to come back, and came in time. */
async function expectAway(ask: () => Promise<Response>) {
  const started = performance.now();
  const response = await ask();
  expect(performance.now() - started).toBeLessThan(DUE_MS);
  expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  const { error } = await expectError(response, 503, "database_unavailable");
  expect(error).not.toMatch(/select|insert|127\.0\.0\.1|SQL|fetch/i);
}

const databaseFaults: [string, Fault][] = [
  ["drops the connection", "reset"],
  ["answers 503", { status: 503, body: "no compute is available" }],
  ["answers 500 in HTML", { status: 500, body: "<html>Bad gateway</html>" }],
  ["answers half a JSON document", { status: 200, body: '{"command":"SELECT","rowCount":1,"rows":[["' }],
  ["answers nothing", { status: 200, body: "" }],
  ["answers something else", { status: 200, body: '{"hello":"world"}' }],
  ["is shutting down", { status: 400, body: '{"message":"the database system is shutting down","code":"57P03"}' }],
  ["has no connection left", { status: 400, body: '{"message":"too many clients already","code":"53300"}' }],
  ["does not answer at all", "hang"],
];

describe.each(databaseFaults)("when the database %s", (_what, fault) => {
  test("reads and writes are 503 within five seconds", { timeout: 60_000 }, async () => {
    stack.sqlEndpoint.onRequest = async () => fault;
    const json = newAccount();
    const asks = [
      () => stack.request(`/api/v1/plugins/${name}`),
      () => stack.request("/api/v1/plugins/search", { json: { query: "x" } }),
      () => stack.request(`/dl/${name}/${name}-1.0.0.wasm`),
      () => author.request("/api/v1/auth/me"),
      () => author.review(name, 5),
      () => visitor(stack).logsIn(json),
    ];
    await Promise.all(asks.map((ask) => expectAway(ask)));

    stack.sqlEndpoint.onRequest = undefined;
    expect((await stack.request(`/api/v1/plugins/${name}`)).status).toBe(200);
  });
});

test("a statement that the database refuses is our mistake: 500, and it says nothing", async () => {
  const body = JSON.stringify({
    message: 'column "password_hash" does not exist',
    code: "42703",
    detail: "secret detail",
  });
  stack.sqlEndpoint.onRequest = async () => ({ status: 400, body });
  const answer = await expectError(await stack.request(`/api/v1/plugins/${name}`), 500, "internal");
  expect(JSON.stringify(answer)).not.toMatch(/password_hash|42703|secret|select/i);
});

test("while storage is away, uploads are announced none the less", async () => {
  stack.s3.onRequest = async () => ({ status: 503 });
  const ticket = await announces(author, unique("early"), await wasmModule("early"));
  await expectError(await complete(author, ticket), 503, "storage_unavailable");
});

test("a hiccup of the storage is not seen by anybody", async () => {
  const unread = unique("unread");
  await author.publishes(unread);
  let failures = 2;
  stack.s3.onRequest = async () => ((failures -= 1) >= 0 ? { status: 503 } : undefined);
  expect((await stack.request(`/dl/${unread}/${unread}-1.0.0.wasm`)).status).toBe(200);
  expect(failures).toBeLessThan(0);
});

test("a module that breaks off while it is read back is 503, and completing it again publishes it", async () => {
  const module = await wasmModule(unique("broken"));
  const ticket = await announces(author, unique("broken"), module);
  expect((await put(ticket, module)).status).toBe(200);
  for (const by of ["reset", "hang"] as const) {
    stack.s3.onRequest = async ({ method, path, execute }) => {
      if (method !== "GET" || !path.includes(ticket.upload_id)) return undefined;
      const { body, ...stored } = await execute();
      return { ...stored, body: body.subarray(0, body.length / 2), breaksOffBy: by };
    };
    await expectError(await complete(author, ticket), 503, "storage_unavailable");
  }
  stack.s3.onRequest = undefined;
  expect((await complete(author, ticket)).status).toBe(201);
});

test("who is signed in is not let in on a guess while the database is away", async () => {
  const { by, token } = await registered(stack);
  stack.sqlEndpoint.onRequest = async () => "reset";
  await expectError(await by.me(token), 503, "database_unavailable");
  await expectError(await by.logsOutEverywhere(token), 503, "database_unavailable");
});
