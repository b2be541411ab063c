import { web } from "../../../src/web/index.ts";
import { strToU8, zipSync } from "fflate";
import { evilText, spoilt, spoiltText } from "./malice.ts";
import type { Random } from "./random.ts";
import { allowed, type Operation, operations } from "./schema.ts";
import { addressOf } from "./addresses.ts";
import { type Actor, FIELDS, MODULE, type World } from "./world.ts";

/** A request as it is sent; the path's characters are bytes. */
export interface Sent {
  /** The operation of the document, or the page's route. */
  what: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
  /** Of the plugin it is about. */
  name: string;
}

const ACTORS: readonly Actor[] = ["owner", "reader", "admin"];
/** What ends sessions or accounts is done to somebody whom nothing else needs. */
const SPENDS = /changePassword|logOutEverywhere|^POST \/(?:logout|settings\/(?:password|sessions|email))/;
/** Takes a quarter of a second of CPU, for the hash. */
const HASHES = /^(?:register|login|changePassword|POST \/(?:login|register|settings\/(?:password|email)))$/;

function actorFor(what: string, path: string, random: Random): Actor {
  if (SPENDS.test(what)) return "spare";
  if (path.includes("/admin")) return random.chance(0.8) ? "admin" : random.pick(ACTORS);
  return random.chance(0.5) ? "owner" : random.pick(ACTORS);
}

/** Once in so many times what is sent is as the document says, so that the rest of the registry is reached. */
const ASKS_RIGHTLY = 0.45;
const wellSpelt = (operation: Operation, world: World, random: Random): unknown => {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  if (!schema) return undefined;
  const body = allowed(schema, world, random);
  if (operation.operationId === "login") return { ...(body as object), email: world.people.reader.email };
  if (operation.operationId !== "publish") return body;
  const version = random.chance(0.7) ? `2.${world.next()}.0` : "1.0.0";
  return { ...(body as object), version, file_size: MODULE.length };
};

/** One of the operations, asked rightly or, in one or several places, wrongly. */
export function apiRequest(world: World, random: Random): Sent {
  const operation = choose(operations, ({ operationId }) => operationId, random);
  const { operationId, method } = operation;
  const wrong = () => !random.chance(ASKS_RIGHTLY) && random.chance(0.5);
  const { path, name } = addressOf(operation.path, world, random, wrong());
  const query = queryOf(operation, world, random, wrong());
  const headers = credentials(world, random, actorFor(operationId, operation.path, random));
  const mount = random.chance(0.1) && path.startsWith("/api/") && operationId !== "openApi" ? "/camel" : "";
  const sent = { what: operationId, method, path: mount + path + query, headers, name };
  if (operation.requestBody?.content["multipart/form-data"]) return { ...sent, ...packageForm(world, random, wrong()) };
  const body = wellSpelt(operation, world, random);
  if (body === undefined) return sent;
  headers["content-type"] = "application/json";
  return { ...sent, body: spoiltBody(body, random, wrong()) };
}

function spoiltBody(body: unknown, random: Random, wrong: boolean): Buffer {
  if (!wrong) return Buffer.from(JSON.stringify(body));
  let changed = body;
  for (let places = random.pick([0, 1, 1, 1, 2, 4]); places > 0; places -= 1) changed = spoilt(changed, random);
  const text = JSON.stringify(changed);
  return changed === body ? spoiltText(text, random) : Buffer.from(text);
}

function queryOf({ parameters = [] }: Operation, world: World, random: Random, wrong: boolean): string {
  const pairs = parameters
    .filter((each) => each.in === "query" && (each.required === true || random.chance(0.4)))
    .map(({ name, schema }) => [name, String(allowed(schema, world, random, name))]);
  if (!wrong) return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : "";
  const name = random.pick(parameters)?.name ?? "page";
  const evil = encodeURIComponent(evilText(random).slice(0, 3_000).toWellFormed());
  const extras = [
    `${name}=${evil}`,
    `${name}[]=1`,
    `__proto__=1`,
    `${name}=%`,
    `${name}=%c0%ae`,
    `${name}=1;${name}=2`,
    name,
    `${name}=-1`,
    `${name}=99999999999999999999`,
  ];
  const all = [
    ...pairs.map((pair) => new URLSearchParams([pair]).toString()),
    random.pick(extras),
    random.pick(extras),
  ];
  return `?${all.join("&")}`;
}

function credentials(world: World, random: Random, actor: Actor): Record<string, string> {
  const { token } = world.people[actor];
  const kinds = [
    ...Array.from({ length: 14 }, () => `Bearer ${token}`),
    `Bearer ${random.pick(world.apiTokens)}`,
    `Bearer ${token.slice(0, -3)}`,
    `bearer  ${token}`,
    `Basic ${token}`,
    `Bearer mfr_${"a".repeat(random.pick([1, 40, 4_000]))}`,
    undefined,
    undefined,
    undefined,
  ];
  const authorization = random.pick(kinds);
  return authorization === undefined ? {} : { authorization };
}

function packageForm(world: World, random: Random, wrong: boolean): Pick<Sent, "headers" | "body"> {
  const [name, version] = [random.pick(world.names), `3.${world.next()}.0`];
  const plugin = { id: name, version, name, description: "A fuzz", types: ["testing"], license: "MIT" };
  const manifest = wrong && random.chance(0.5) ? spoilt(plugin, random) : plugin;
  const zip = Buffer.from(
    zipSync({ "plugin.yaml": strToU8(JSON.stringify({ plugin: manifest })), "plugin.wasm": MODULE }, { level: 0 }),
  );
  if (wrong && random.chance(0.4)) zip[random.below(zip.length)]! ^= 1 << random.below(8);
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--fuzz\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from("\r\n"),
    ]);
  const parts = [
    part('name="name"', name),
    part('name="version"', version),
    part('name="package"; filename="p.zip"', zip),
  ];
  const oddities = [
    () => parts.push(part(`name="name"; filename="x"`, name)),
    () => parts.push(part("name", "x")),
    () => parts.push(part(`name="__proto__"`, evilText(random))),
    () => parts.push(part(`name="name"`, evilText(random))),
    () => parts.splice(random.below(3), 1),
    () => parts.push(Buffer.from("--fuzz\r\n\r\n")),
    () => parts.push(...Array.from({ length: 500 }, (_, index) => part(`name="${index}"`, "x"))),
  ];
  if (wrong) random.pick(oddities)();
  const end = wrong && random.chance(0.3) ? "" : "--fuzz--\r\n";
  const { authorization } = credentials(world, random, "owner");
  return {
    headers: { "content-type": "multipart/form-data; boundary=fuzz", ...(authorization && { authorization }) },
    body: Buffer.concat([...parts, Buffer.from(end)]),
  };
}

const pages = [
  ...new Map(
    web.routes.filter(({ method }) => method !== "ALL").map((route) => [`${route.method} ${route.path}`, route]),
  ).values(),
];

/** What forms have as fields, besides those of the API. */
const FORM_FIELDS: Record<string, (world: World, random: Random) => string> = {
  name: (world, random) => random.pick(world.names),
  version: (world, random) => random.pick(world.versions),
  rating: (_, random) => `${random.below(6)}`,
  comment: () => "It did what it says it does.",
  title: () => "Fuzz",
  text: () => "Thank you.",
  helpful: (_, random) => random.pick(["yes", "no", "true", ""]),
  reason: () => "Because",
  message: () => "Because",
  scopes: () => "yank",
  expires_in_days: () => "7",
  q: () => "fuzz",
};

/** A page, or a form as our own page sends it, with fields of whatever kind. */
export function pageRequest(world: World, random: Random): Sent {
  const { method, path: route } = choose(pages, (page) => `${page.method} ${page.path}`, random);
  const what = `${method} ${route}`;
  const wrong = random.chance(0.3);
  const { path, name } = addressOf(route.replaceAll(/:(\w+)/g, "{$1}"), world, random, wrong);
  const actor = actorFor(what, route, random);
  const isSignedIn = random.chance(0.8);
  const headers: Record<string, string> = isSignedIn ? { cookie: `__Host-session=${world.people[actor].token}` } : {};
  if (method === "GET") {
    const listing = operations.find(({ operationId }) => operationId === "listPlugins")!;
    return {
      what,
      method,
      path: path + (random.chance(0.4) ? queryOf(listing, world, random, wrong) : ""),
      headers,
      name,
    };
  }
  const fields: Record<string, string> = { form_token: world.forms[actor], username: world.people.spare.username };
  for (const [field, make] of Object.entries(FORM_FIELDS)) fields[field] = make(world, random);
  for (const field of ["email", "password", "new_password"]) fields[field] = FIELDS[field]!(world) as string;
  const spoiltField = random.pick(Object.keys(fields));
  if (random.chance(0.5)) fields[spoiltField] = evilText(random);
  if (random.chance(0.2)) delete fields[random.pick(Object.keys(fields))];
  headers["origin"] = new URL(world.stack.url).origin;
  headers["content-type"] = "application/x-www-form-urlencoded";
  return { what, method, path, headers, body: Buffer.from(new URLSearchParams(fields).toString()), name };
}

/** Any of them, those that cost a hash seldom. */
function choose<T>(list: readonly T[], what: (item: T) => string, random: Random): T {
  for (;;) {
    const item = random.pick(list);
    if (!HASHES.test(what(item)) || random.chance(0.15)) return item;
  }
}
