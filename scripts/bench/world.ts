import { randomBytes } from "node:crypto";
import pg from "pg";
import { precedenceKey } from "../../src/lib/versions.ts";
import { signSession } from "../../src/platform/session-tokens.ts";
import { termsOf } from "../seed/bulk/vocabulary.ts";
import type { Runtime } from "./runtime.ts";
import { pluginOf } from "./publications.ts";

/** What the requests are about. */
export interface World {
  token: string;
  /** The most downloaded plugin of three versions. */
  plugin: string;
  /** The path of a module of 50 KB. */
  download: string;
  /** The ten plugins that need, over five levels, forty others. */
  roots: Record<string, string>;
  /** An account with a password. */
  account: { email: string; password: string };
  /** The name of a popular plugin, misspelt. */
  misspelt: string;
  /** The word that a tenth of all descriptions hold. */
  commonTerm: string;
}

/** The word that a tenth of all plugins have, in a registry of a power of ten. */
export const commonTermOf = (plugins: number): string => termsOf(plugins).at(-1)?.[0] ?? "mock";

const LEVELS = 5;
const WIDTH = 10;

export async function prepareWorld(options: {
  runtime: Runtime;
  databaseUrl: string;
  jwtSecret: string;
  commonTerm: string;
}): Promise<World> {
  const { runtime, commonTerm } = options;
  const client = new pg.Client(options.databaseUrl);
  await client.connect();
  try {
    const userId = await one(
      client,
      `insert into users (username, email, password_hash) values ('bench', 'bench@example.com', '!') returning id`,
    );
    const { token } = await signSession(options.jwtSecret, { userId, sessionVersion: 0 }, new Date());
    const popular = "from plugins p where taken_down_at is null";
    const ofThree = `${popular} and (select count(*) from plugin_versions v where v.plugin_id = p.id) = 3`;
    const plugin = await one(client, `select name ${ofThree} order by downloads desc limit 1`);
    const longName = await one(client, `select name ${popular} and length(name) > 12 order by downloads desc limit 1`);
    await insertLevels(client, userId);
    const url = runtime.url("cached");
    const account = { email: "signs-in@example.com", password: randomBytes(12).toString("hex") };
    await post(new URL("/api/v1/auth/register", url), { username: "signs-in", ...account });
    await post(new URL("/api/v1/plugins/publish", url), pluginOf("measured-module", "1.0.0"), token);
    return {
      token,
      plugin,
      download: "/api/v1/plugins/measured-module/versions/1.0.0/download",
      roots: Object.fromEntries(Array.from({ length: WIDTH }, (_, index) => [`level-0-${index}`, "^1"])),
      account,
      misspelt: longName.replace(/..$/, (end) => [...end].toReversed().join("")),
      commonTerm,
    };
  } finally {
    await client.end();
  }
}

/** Ten plugins a level; every one of their three versions needs two of the next level. */
async function insertLevels(client: pg.Client, author: string): Promise<void> {
  const versions = ["1.0.0", "1.1.0", "1.2.0"];
  await client.query(
    `insert into plugins (name, author_id, description, category, license)
     select 'level-' || level || '-' || n, $1, 'A plugin of the benchmark', 'testing', 'MIT'
     from generate_series(0, $2::integer - 1) level, generate_series(0, $3::integer - 1) n`,
    [author, LEVELS, WIDTH],
  );
  await client.query(
    `insert into plugin_versions (plugin_id, version, precedence, is_prerelease, description, category, license,
       checksum, size_bytes, module_key, package_key, package_checksum, package_size_bytes, published_by)
     select p.id, v.version, v.precedence, false, p.description, p.category, p.license,
       repeat('0', 64), 100, 'bench/' || p.name || '/' || v.version || '.wasm', 'bench/' || p.name || '/' || v.version || '.zip',
       repeat('0', 64), 100, p.author_id
     from plugins p, unnest($1::text[], $2::text[]) v (version, precedence) where p.name like 'level-%-%' and p.author_id = $3`,
    [versions, versions.map(precedenceKey), author],
  );
  await client.query(
    `insert into plugin_dependencies (version_id, dependency_id, requirement)
     select v.id, needed.id, '^1'
     from plugins p join plugin_versions v on v.plugin_id = p.id
     cross join lateral (select split_part(p.name, '-', 2)::integer as level, split_part(p.name, '-', 3)::integer as n) place
     cross join generate_series(0, 1) step
     join plugins needed on needed.name = 'level-' || place.level + 1 || '-' || (place.n + step) % $1::integer
     where p.name like 'level-%-%' and p.author_id = $2`,
    [WIDTH, author],
  );
}

async function one(client: pg.Client, statement: string): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(statement);
  const [value] = Object.values(rows[0] ?? {});
  if (value === undefined) throw new Error(`no row: ${statement}`);
  return value;
}

async function post(url: URL, json: unknown, token?: string): Promise<void> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: "POST", body: JSON.stringify(json), headers });
  if (response.status !== 201) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
}
