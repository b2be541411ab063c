import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { newAccount, visitor } from "../auth/support.ts";
import { randomAddress } from "./support.ts";

interface Line {
  level: string;
  event: string;
  request_id: string;
  [field: string]: unknown;
}

let stack: PrivateStack;
let author: Person;
const name = unique("logged");
beforeAll(async () => {
  stack = await startStack({ vars: { DOWNLOAD_FLUSH_SECONDS: 0.1 } });
  author = await somebody(stack);
  await author.publish(name);
});
afterEach(() => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
});
afterAll(() => stack.close());

const rawLogs = () => stack.logs;

/** The lines about an answer, once they have arrived. */
async function linesAbout(response: Response): Promise<Line[]> {
  const id = response.headers.get("x-request-id");
  const lines = () =>
    rawLogs()
      .filter((message) => message.startsWith("{"))
      .map((message) => JSON.parse(message) as Line)
      .filter(({ request_id }) => request_id === id);
  await expect
    .poll(() => lines().filter(({ event }) => event === "request").length, { timeout: 5_000 })
    .toBeGreaterThan(0);
  return lines();
}

describe("a request leaves one line, with its route and not its address:", () => {
  const cases: [string, () => Promise<Response>, Record<string, unknown>][] = [
    [
      "a read",
      () => stack.request(`/api/v1/plugins/${name}`),
      { method: "GET", route: "/api/v1/plugins/:name", status: 200, sql: 1 },
    ],
    [
      "a query",
      () => stack.request("/api/v1/plugins?q=private-words"),
      { method: "GET", route: "/api/v1/plugins", status: 200, sql: 1 },
    ],
    ["a HEAD", () => stack.request(`/api/v1/plugins/${name}`, { method: "HEAD" }), { method: "HEAD", status: 200 }],
    [
      "a route under /camel",
      () => stack.request(`/camel/api/v1/plugins/${name}`),
      { route: "/camel/api/v1/plugins/:name", status: 200 },
    ],
    [
      "a download",
      () => stack.request(`/dl/${name}/${name}-1.0.0.wasm`),
      { route: "/dl/:name/:file", status: 200, sql: 1 },
    ],
    ["a refusal", () => stack.request("/api/v1/auth/me"), { route: "/api/v1/auth/me", status: 401, sql: 0 }],
    ["an account", () => author.request("/api/v1/auth/me"), { route: "/api/v1/auth/me", status: 200, sql: 1 }],
    ["an unknown address", () => stack.request("/api/v1/private-words/x"), { route: "(none)", status: 404, sql: 0 }],
    ["a wrong method", () => stack.request("/api/v1/stats", { method: "PUT" }), { method: "PUT", status: 405, sql: 0 }],
    ["readiness", () => stack.request("/health/ready"), { route: "/health/ready", status: 200 }],
  ];

  test.each(cases)("%s", async (_what, ask, expected) => {
    const lines = await linesAbout(await ask());
    expect(lines).toEqual([
      {
        level: "info",
        event: "request",
        request_id: expect.any(String),
        method: expect.any(String),
        route: expect.any(String),
        status: expect.any(Number),
        ms: expect.any(Number),
        sql: expect.any(Number),
      },
    ]);
    expect(lines[0]).toMatchObject(expected);
    expect(JSON.stringify(lines)).not.toContain("private-words");
  });
});

test("a read that asks the database nothing leaves no line", async () => {
  const unasked = await stack.request("/health");
  expect(unasked.status).toBe(200);
  await linesAbout(await stack.request("/api/v1/auth/me"));
  expect(rawLogs().join("\n")).not.toContain(unasked.headers.get("x-request-id"));
});

test("a failure of ours leaves one line more, which says where it was", async () => {
  stack.sqlEndpoint.onRequest = async () => ({ status: 400, body: '{"message":"secret message","code":"42703"}' });
  const lines = await linesAbout(await stack.request(`/api/v1/plugins/${name}`));
  expect(lines.map(({ level, event }) => [level, event])).toEqual([
    ["error", "internal"],
    ["info", "request"],
  ]);
  expect(lines[0]).toMatchObject({ sqlstate: "42703", error: expect.any(String), at: expect.any(Array) });
  expect((lines[0]!.at as string[]).length).toBeGreaterThan(0);
  expect(lines[1]).toMatchObject({ status: 500 });
});

test("a client's mistake is no error of ours", async () => {
  const response = await stack.request("/api/v1/plugins/search", { json: { page: "x" } });
  expect((await linesAbout(response)).map(({ level }) => level)).toEqual(["info"]);
});

test("downloads that could not be handed to the database say why, and not with which statement", async () => {
  const body = '{"message":"secret message","code":"42703"}';
  stack.sqlEndpoint.onRequest = async ({ queries }) =>
    queries.some((query) => query.includes("plugin_downloads_daily")) ? { status: 400, body } : undefined;
  expect((await stack.request(`/dl/${name}/${name}-1.0.0.wasm`)).status).toBe(200);
  const failures = () => rawLogs().filter((message) => message.includes("download_flush_failed"));
  await expect.poll(failures, { timeout: 10_000 }).not.toEqual([]);
  expect(JSON.parse(failures()[0]!)).toMatchObject({ level: "error", failures: 1, sqlstate: "42703" });
  expect(failures().join()).not.toMatch(/secret message|insert|params/i);
});

test("nothing that is secret or personal gets into the log, whatever goes wrong", { timeout: 60_000 }, async () => {
  const account = newAccount({ password: "a-password-to-look-for" });
  const ip = randomAddress();
  const by = visitor(stack, ip);
  const responses = [await by.registers(account)];
  const { token } = (await responses[0]!.clone().json()) as { token: string };
  const apiToken = await stack.request("/api/v1/tokens", { json: { name: "ci", scopes: ["yank"] }, token, ip });
  const secret = ((await apiToken.clone().json()) as { token: string }).token;
  responses.push(apiToken);

  const everything = async () => {
    responses.push(
      await by.registers(account),
      await by.logsIn(account),
      await by.logsIn({ ...account, password: "another-password-to-look-for" }),
      await by.changesPassword(token, account.password, "a-next-password-to-look-for"),
      await by.me(`${token}x`),
      await stack.request("/api/v1/auth/me", { token: secret, ip }),
      await stack.request(`/api/v1/plugins?q=${account.email}`, { ip }),
      await stack.request(`/api/v1/plugins/${account.username}?token=${secret}`, { ip }),
      await stack.request("/api/v1/plugins/search", { json: { query: account.email }, ip }),
      await stack.request(`/api/v1/plugins?page=${account.email}`, { ip }),
      await author.publish(unique("logged-too")),
    );
  };
  await everything();
  stack.sqlEndpoint.onRequest = async ({ queries }) => ({
    status: 400,
    body: JSON.stringify({
      message: `failed: ${queries.join()} for ${account.email}`,
      code: "42703",
      detail: account.email,
    }),
  });
  await everything();
  stack.sqlEndpoint.onRequest = async () => "reset";
  stack.s3.onRequest = async () => ({ status: 503 });
  await everything();
  stack.sqlEndpoint.onRequest = undefined;
  await everything();
  await linesAbout(responses.at(-1)!);

  const log = rawLogs().join("\n");
  const [user] = await stack.sql<{
    password_hash: string;
  }>`select password_hash from users where email = ${account.email}`;
  const parts = [
    account.email,
    account.username,
    "password-to-look-for",
    token,
    token.split(".")[2]!,
    secret,
    user!.password_hash,
  ];
  for (const part of [...parts, stack.jwtSecret, stack.databaseUrl, author.email, author.token, ip, "select "]) {
    expect(log).not.toContain(part);
  }
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 201, 400, 401, 404, 409, 500, 503]));
});
