import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { openBucket } from "../../scripts/backup/files.ts";
import { restoreBackup } from "../../scripts/backup/restore.ts";
import { saveBackup } from "../../scripts/backup/save.ts";
import { Problem } from "../../scripts/stack/problem.ts";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { connect } from "../../src/db/neon.ts";
import { verifyAuditLog } from "../../scripts/admin/verify-audit-log.ts";
import { newScene, type Scene } from "../support/access/scene.ts";
import { templateName } from "../support/context.ts";
import { openDatabase } from "../support/database.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { type S3Gate, s3Bucket, s3Credentials, startS3Gate } from "../support/object-store.ts";

let source: PrivateStack;
let target: PrivateStack;
/** Before the source's bucket, for the backup only. */
let gate: S3Gate;
let scene: Scene;
let folder: string;
/** Saved by the first test, and spoilt in copies by others. */
let whole: string;
let digest: string;
const databases: string[] = [];

beforeAll(async () => {
  [source, target, gate, folder] = await Promise.all([
    startStack({ vars: { DOWNLOAD_FLUSH_SECONDS: 0.1 } }),
    startStack(),
    startS3Gate(),
    mkdtemp(join(tmpdir(), "mockforge-backup-")),
  ]);
  gate.open(source.s3.url);
  whole = join(folder, "whole");
  scene = await newScene(source, { crowded: true });
  await addWhatIsLeft();
});
afterAll(async () => {
  await Promise.all([source.close(), target.close(), gate.close(), rm(folder, { recursive: true })]);
  for (const name of databases) await dropDatabase(inject("stack").postgresUrl, name);
});

/** A yank, a takedown, text that COPY has to escape, downloads in two places. */
async function addWhatIsLeft(): Promise<void> {
  const { owner, otherOwner, admin } = scene.people;
  await owner.publishes(scene.plugin, "1.1.0", { readme: "a\tb\\c\r\n\\N\n\\.\n\u{1F600}", tags: ["jwt", "sql"] });
  await owner.request(`/api/v1/plugins/${scene.plugin}/versions/1.1.0/yank?reason=x`, { method: "DELETE" });
  const [hidden] = await source.sql`select name from plugins where name <> ${scene.plugin}`;
  await otherOwner.publishes(hidden!.name, "2.0.0", { dependencies: { [scene.plugin]: "^1" } });
  await admin.request(`/api/v1/admin/plugins/${hidden!.name}/takedown`, { json: { reason: "For the test" } });
  await Promise.all([1, 2, 3].map(() => file(source, "1.0.0.wasm")));
  const counted = async () => (await source.sql`select downloads::integer from registry_totals`)[0]!.downloads;
  await vi.waitFor(async () => expect(await counted()).toBe(3), { timeout: 20_000 });
}

const file = async (stack: PrivateStack, ending: string) => {
  const response = await stack.request(`/dl/${scene.plugin}/${scene.plugin}-${ending}`);
  return [response.status, Buffer.from(await response.arrayBuffer()).toString("base64")];
};

interface Outcome {
  code: number | null;
  out: string;
}

function run(
  script: string,
  args: readonly string[],
  settings: Record<string, string>,
  onStart?: (pid: number) => void,
) {
  const env = { ...process.env, ...s3Settings, ...settings };
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], { env });
  onStart?.(child.pid!);
  return new Promise<Outcome>((resolve) => {
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (out += chunk));
    child.on("close", (code) => resolve({ code, out }));
  });
}

const backup = (into: string, onStart?: (pid: number) => void) =>
  run("backup", [into], { DATABASE_URL: source.databaseUrl, S3_ENDPOINT: gate.url }, onStart);
const restore = (args: string[], databaseUrl: string) =>
  run("restore", args, { DATABASE_URL: databaseUrl, S3_ENDPOINT: target.s3.url });

const s3Settings = {
  S3_BUCKET: s3Bucket,
  S3_ACCESS_KEY_ID: s3Credentials.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
};
const bucketOf = ({ s3 }: PrivateStack) => openBucket({ ...s3Settings, S3_ENDPOINT: s3.url });

/** The command without its process. @returns why it refused */
async function refusal(copy: string, databaseUrl: string, remembered?: string): Promise<string> {
  const database = { databaseUrl, sqlEndpoint: target.sqlEndpoint.url };
  const restored = restoreBackup({ folder: copy, database, bucket: bucketOf(target), remembered });
  return restored.then(
    () => "",
    (error: unknown) => {
      if (error instanceof Problem) return error.message;
      throw error;
    },
  );
}

/** Migrated, unless it is cloned from something else. */
async function newDatabase(template = templateName): Promise<string> {
  const name = `test_${randomUUID()}`;
  databases.push(name);
  return createDatabase(inject("stack").postgresUrl, name, template);
}

test("what is saved while somebody publishes is restored elsewhere, counts as it counted, reads as it read, and goes on", async () => {
  const { owner } = scene.people;
  const before = await source.sql`select count(*)::integer as versions from plugin_versions`;
  let met = false;
  gate.onRequest = async () => {
    if (met) return undefined;
    met = true;
    await owner.publishes(scene.plugin, "1.2.0");
    return undefined;
  };
  const saved = await backup(whole);
  gate.onRequest = undefined;
  expect(saved, saved.out).toMatchObject({ code: 0, out: expect.stringMatching(/^Saved \d+ rows and 10 files/) });
  expect(met).toBe(true);
  digest = /[0-9a-f]{64}/.exec(saved.out)![0];

  const restored = await restore([whole, digest], target.databaseUrl);
  expect(restored, restored.out).toMatchObject({ code: 0, out: expect.stringContaining("equal to the backup") });
  expect(restored.out).toContain("  versions: kept 4, counted 4\n");
  expect(await target.sql`select count(*)::integer as versions from plugin_versions`).toEqual(before);

  await owner.request(`/api/v1/plugins/${scene.plugin}/versions/1.2.0/yank?reason=x`, { method: "DELETE" });
  for (const path of [`/api/v1/plugins/${scene.plugin}/versions/1.1.0`, `/api/v1/plugins/${scene.plugin}/reviews`]) {
    const [was, is] = await Promise.all([source, target].map(async (stack) => (await stack.request(path)).text()));
    expect(is!.replaceAll(target.url, source.url)).toBe(was);
  }
  for (const ending of ["1.0.0.wasm", "1.0.0.zip", "1.1.0.wasm"]) {
    expect(await file(target, ending)).toEqual(await file(source, ending));
  }
  expect((await file(target, "1.2.0.wasm"))[0]).toBe(404);
  // As its owner, with the session from before; the sequences and triggers go on where they were.
  const again = await target.request(`/api/v1/plugins/${scene.plugin}/versions/1.1.0/unyank`, {
    method: "PUT",
    token: owner.token,
  });
  expect(again.status).toBe(200);
  const log = await verifyAuditLog(connect(target.databaseUrl, { endpoint: target.sqlEndpoint.url }));
  expect(log.problems).toEqual([]);
});

test("a restore into a database that was only created brings the schema along, indexes, keys and triggers as they were", async () => {
  const url = await newDatabase("template1");
  expect(await refusal(whole, url, digest)).toBe("");
  const [is, was] = await Promise.all([url, source.databaseUrl].map(structure));
  expect(is).toEqual(was);
  expect(is!.length).toBeGreaterThan(80);
});

async function structure(url: string) {
  const sql = openDatabase(url);
  const rows = await sql`
    select indexdef as definition from pg_indexes where schemaname = 'public'
    union all select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
    union all select conrelid::regclass || conname || pg_get_constraintdef(oid) || convalidated from pg_constraint
      where connamespace = 'public'::regnamespace
    union all select hash from drizzle.__drizzle_migrations
    order by 1`;
  await sql.close();
  return rows;
}

test("a database that is in use, of another schema or of something else is refused, and left as it is", async () => {
  const used = await restore([whole], target.databaseUrl);
  expect(used).toEqual({ code: 1, out: "The database is not empty: name a new one.\n" });
  const url = await newDatabase("template1");
  const sql = openDatabase(url);
  await sql`create table users (id integer)`;
  expect(await refusal(whole, url)).toBe("The database holds tables of something else.");
  await sql`create schema drizzle`;
  await sql`create table drizzle.__drizzle_migrations as select 1::bigint as created_at, 'x' as hash`;
  expect(await refusal(whole, url)).toContain("another schema");
  expect(await sql`select tablename from pg_tables where schemaname = 'public'`).toEqual([{ tablename: "users" }]);
  await sql.close();
});

const spoiling: [what: string, spoil: (copy: string) => Promise<unknown>, says: RegExp][] = [
  ["lost its manifest", (copy) => rm(join(copy, "manifest.json")), /is not a whole backup: manifest.json/],
  [
    "has another manifest",
    (copy) => appendFile(join(copy, "manifest.json"), " "),
    /is not the one that was remembered/,
  ],
  ["has another table", (copy) => appendFile(join(copy, "tables/users.copy"), "x"), /users.copy is not what was saved/],
  ["lost a table", (copy) => rm(join(copy, "tables/users.copy")), /users.copy cannot be read/],
  [
    "has another file",
    async (copy) => writeFile(join(copy, "files", await oneKey()), "x"),
    /^Files of the backup are not what was saved:\npackages\//,
  ],
  [
    "lost a file",
    async (copy) => rm(join(copy, "files", await oneKey())),
    /^Files of the backup are not what was saved:\npackages\//,
  ],
];

const oneKey = async () =>
  (await source.sql`select module_key from plugin_versions where version = '1.1.0'`)[0]!.module_key;

test.for(spoiling)("a backup that %s is not restored", async ([what, spoil, says]) => {
  const copy = join(folder, what.replaceAll(" ", "-"));
  await cp(whole, copy, { recursive: true });
  await spoil(copy);
  const url = await newDatabase();
  expect(await refusal(copy, url, digest)).toMatch(says);
  expect(await accountsIn(url)).toBe(0);
});

async function accountsIn(url: string): Promise<number> {
  const sql = openDatabase(url);
  const rows = await sql`select from users`;
  await sql.close();
  return rows.length;
}

test("a manifest that says something else than there is ends in different recounts, and nothing is restored", async () => {
  const copy = join(folder, "other-figures");
  await cp(whole, copy, { recursive: true });
  const manifest = await readJson(join(copy, "manifest.json"));
  manifest.recount.figures.downloads.counted = "4";
  manifest.recount.tables.tags.rows += 1;
  await writeFile(join(copy, "manifest.json"), JSON.stringify(manifest));
  const url = await newDatabase();
  expect(await refusal(copy, url)).toMatch(
    /^Not restored, for the recounts differ:\ntables, tags: .*\nfigures, downloads: .*$/,
  );
  expect(await accountsIn(url)).toBe(0);
});

const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8"));

test("a bucket that holds something else under a file's name is found by the recount", async () => {
  const key = await oneKey();
  const bytes = await target.store.get(key);
  await target.store.put(key, "something else");
  const url = await newDatabase();
  const said = await refusal(whole, url, digest);
  await target.store.put(key, bytes as Uint8Array<ArrayBuffer>);
  expect(said).toContain(`files, faults: [] was saved, ["${key}"] is there`);
  expect(await accountsIn(url)).toBe(0);
});

test("a backup that is killed half-way has no manifest, and its folder is not filled up later", async () => {
  const broken = join(folder, "broken");
  let pid = 0;
  gate.onRequest = async () => (process.kill(pid, "SIGKILL"), "hang");
  const { code } = await backup(broken, (started) => (pid = started));
  gate.onRequest = undefined;
  expect(code).toBe(null);
  expect(await refusal(broken, await newDatabase())).toContain("not a whole backup");
  const again = saveBackup({ folder: broken, databaseUrl: source.databaseUrl, bucket: bucketOf(source) });
  await expect(again).rejects.toThrow(`${broken} is not empty`);
});

test("a file that the bucket has lost is named, by the exit code too, and does not keep the rest from being saved and restored", async () => {
  const key = await oneKey();
  await Promise.all([source, target].map(({ store }) => store.delete(key)));
  const lossy = join(folder, "lossy");
  const saved = await backup(lossy);
  expect([saved.code, saved.out]).toEqual([1, expect.stringContaining(`${key} is not as it was published`)]);
  expect(await refusal(lossy, await newDatabase())).toBe("");
});

test.for([
  ["backup", [], /^Usage: npm run backup/],
  ["restore", ["x"], /^Set DATABASE_URL/],
] as const)("npm run %s explains itself, and what has to be set", async ([script, args, says]) => {
  expect(await run(script, args, { DATABASE_URL: "" })).toEqual({ code: 1, out: expect.stringMatching(says) });
});
