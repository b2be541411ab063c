import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { apiToken } from "../support/access/scene.ts";
import { answer } from "../support/answers.ts";
import { wasmModule } from "../support/modules.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { announces } from "../support/uploads.ts";
import { openForm } from "../web/support.ts";

/** Two hundred and fifty people have four secrets each. */
const PEOPLE = times({ proof: 250, test: 8 });
/** Each of these is hashed, which takes a quarter of a second. */
const REGISTERED = times({ proof: 25, test: 2 });
/** So many of them go on while the database fails. */
const FAILING = times({ proof: 20, test: 3 });

/** The only column in which each kind may be; none is in the log, in a refusal or in a stored object. */
const KEPT_IN = {
  password: null,
  session: null,
  "API token": null,
  "form token": null,
  "signature of an upload": null,
  "e-mail": "users.email",
  "password hash": "users.password_hash",
  "token hash": "api_tokens.token_hash",
} as const satisfies Record<string, string | null>;
type Kind = keyof typeof KEPT_IN;

let stack: PrivateStack;
const issued: [Kind, string][] = [];
/** The bodies and headers of whatever was refused or went wrong. */
const refusals: string[] = [];
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

async function note(sent: Promise<Response>): Promise<Response> {
  const response = await sent;
  if (response.status >= 400) {
    refusals.push(`${await response.clone().text()}\n${JSON.stringify([...response.headers])}`);
  }
  return response;
}

async function account(index: number): Promise<Person> {
  const person = await somebody(stack);
  issued.push(["session", person.token], ["e-mail", person.email]);
  if (index >= REGISTERED) return person;
  await person.publishes(unique("leak"));
  const username = unique("leak");
  const json = { username, email: `${username}@example.com`, password: `secret ${unique("horse")}` };
  issued.push(["password", json.password], ["e-mail", json.email]);
  const { body } = await answer<{ token: string }>(stack.request("/api/v1/auth/register", { json }));
  issued.push(["session", body.token]);
  return person;
}

/** Issues somebody's secrets, and says how to use them where they have no business. */
async function misuseBy(index: number): Promise<() => Promise<unknown>> {
  const person = await account(index);
  const { token } = await apiToken(stack, person, { scopes: ["publish:new"] });
  const module = await wasmModule(unique("leak"));
  const ticket = await announces(person, unique("leak"), module);
  const signature = new URL(ticket.upload_url).searchParams.get("X-Amz-Signature")!;
  const form = await openForm(stack.request, "/settings", person.token);
  issued.push(["API token", token], ["signature of an upload", signature], ["form token", form.token]);
  const wrong = `wrong ${unique("horse")}`;
  issued.push(["password", wrong]);
  const { request } = stack;
  const credentials = { email: person.email, password: wrong };
  const secrets = [token, person.token, form.token, signature, person.email, wrong];
  return () =>
    Promise.all(
      [
        ...secrets.map((secret) => request("/api/v1/plugins", { json: { name: secret, version: secret }, token })),
        ...secrets.map((secret) => request("/api/v1/plugins/search", { json: { page: secret, sort: secret } })),
        ...secrets.map((secret) =>
          request(`/api/v1/auth/me?token=${encodeURIComponent(secret)}`, { token: `${secret}x` }),
        ),
        ...secrets.map((secret) =>
          request("/settings", { headers: { cookie: `__Host-session=${encodeURIComponent(secret)}x` } }),
        ),
        request("/api/v1/auth/register", { json: { ...credentials, username: person.username, password: "short" } }),
        request("/api/v1/auth/login", { json: { ...credentials, password: wrong.repeat(9) } }),
        person.request("/api/v1/auth/password", { json: { current_password: wrong, new_password: "short" } }),
        person.request("/api/v1/tokens", { json: { name: "x", scopes: [token] } }),
        request(`/api/v1/uploads/${ticket.upload_id}/complete`, { method: "POST", token }),
      ].map(note),
    );
}

/** Every column of every table, as text. */
async function columns(): Promise<[name: string, content: string][]> {
  const names = await stack.sql<{ table: string; column: string }>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`;
  return pMap(
    names,
    async ({ table, column }) => {
      const [row] = await stack.sql.query<{ content: string }>(
        `select coalesce(string_agg("${column}"::text, E'\n'), '') as content from "${table}"`,
      );
      return [`${table}.${column}`, row!.content] as [string, string];
    },
    { concurrency: 4 },
  );
}

/** Every stored object, packages unpacked by nobody: their members are stored as they are. */
const objects = async (): Promise<[name: string, content: string][]> =>
  pMap(
    await stack.store.keys(),
    async (key) => [key, `${key}\n${Buffer.from((await stack.store.get(key))!).toString("latin1")}`],
    { concurrency: 8 },
  );

proves(
  "no secret, hash or address is where it should not be: every column, the log, refusals, stored objects",
  async (tally) => {
    const everybody = Array.from({ length: PEOPLE }, (_, index) => index);
    const misuses = [
      // Passwords are hashed one at a time, and who waits too long for that is turned away.
      ...(await pMap(everybody.slice(0, REGISTERED), misuseBy, { concurrency: 2 })),
      ...(await pMap(everybody.slice(REGISTERED), misuseBy, { concurrency: 8 })),
    ];
    await pMap(misuses, (misuse) => misuse(), { concurrency: 4 });
    // The database answers with what it was asked, as its errors do.
    stack.sqlEndpoint.onRequest = async ({ queries, params }) => ({
      status: 400,
      body: JSON.stringify({ message: `failed: ${queries.join()} ${JSON.stringify(params)}`, code: "42703" }),
    });
    await pMap(misuses.slice(0, FAILING), (misuse) => misuse(), { concurrency: 4 });
    stack.sqlEndpoint.onRequest = async () => "reset";
    await pMap(misuses.slice(0, FAILING), (misuse) => misuse(), { concurrency: 4 });
    stack.sqlEndpoint.onRequest = undefined;
    const hashes = await stack.sql<{ password: string; token: string }>`
    select (select string_agg(distinct password_hash, ' ') from users) as password, (select string_agg(token_hash, ' ') from api_tokens) as token`;
    for (const hash of hashes[0]!.password.split(" ")) issued.push(["password hash", hash]);
    for (const hash of hashes[0]!.token.split(" ")) issued.push(["token hash", hash]);

    // An empty log would hold no secret either; each person has left a line at least.
    await expect.poll(() => stack.logs.length).toBeGreaterThan(PEOPLE);
    const places: [name: string, content: string][] = [
      ...(await columns()),
      ...(await objects()),
      ["the log", stack.logs.join("\n")],
      ["a refusal", refusals.join("\n")],
    ];
    const found = issued.flatMap(([kind, secret]) =>
      places
        .filter(([place, content]) => place !== KEPT_IN[kind] && content.includes(secret))
        .map(([place]) => `${kind} in ${place}`),
    );
    tally.tried = issued.length;
    tally.failed = found.length;
    tally.remark = `${places.length} places, ${refusals.length} refusals`;
    expect([...new Set(found)]).toEqual([]);
    // The search finds what is there.
    for (const [kind, column] of Object.entries(KEPT_IN)) {
      const content = places.find(([place]) => place === column)?.[1];
      const secrets = issued.filter(([each]) => each === kind);
      expect([kind, secrets.length > 0]).toEqual([kind, true]);
      if (column !== null)
        expect([kind, secrets.every(([, secret]) => content?.includes(secret))]).toEqual([kind, true]);
    }
  },
);
