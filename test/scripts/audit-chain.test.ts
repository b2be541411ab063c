import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { type Head, verifyAuditLog } from "../../scripts/admin/verify-audit-log.ts";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { connect } from "../../src/db/neon.ts";
import { templateName } from "../support/context.ts";
import { type Database, openDatabase } from "../support/database.ts";

const ROWS = 20;
const { postgresUrl, sqlEndpoint } = inject("stack");

interface Log {
  sql: Database;
  url: string;
  verify: (remembered?: Head) => ReturnType<typeof verifyAuditLog>;
}

/** Runs on a database of its own, whose log has twenty rows. */
async function withLog(run: (log: Log) => Promise<void>): Promise<void> {
  const name = `test_${randomUUID()}`;
  const url = await createDatabase(postgresUrl, name, templateName);
  const sql = openDatabase(url);
  try {
    await sql`insert into audit_log (action, details) select 'name.allow', jsonb_build_object('name', 'n' || n)
              from generate_series(1, ${ROWS}::integer) n`;
    const neon = connect(url, { endpoint: sqlEndpoint });
    await run({ sql, url, verify: (remembered) => verifyAuditLog(neon, remembered) });
  } finally {
    await sql.close();
    await dropDatabase(postgresUrl, name);
  }
}

/** As who may do anything to the database. */
const unguarded = (statement: string) => `begin; set local session_replication_role = replica; ${statement}; commit`;

test("a log that nobody touched is whole, and its head is what it was remembered as", async () => {
  await withLog(async ({ sql, verify }) => {
    const { head, problems } = await verify();
    expect([head.position, problems]).toEqual([ROWS, []]);
    await sql`insert into audit_log (action) values ('name.allow')`;
    expect(await verify(head)).toMatchObject({ head: { position: ROWS + 1 }, problems: [] });
  });
});

const rewrite = `create temporary table kept on commit drop as select * from audit_log where id <> 5 order by id;
  delete from audit_chain; delete from audit_log; update audit_head set position = 0, hash = repeat('0', 64);
  insert into audit_log overriding system value select * from kept; select chain_audit_rows()`;

const tampering: [what: string, statement: string, says: string[]][] = [
  [
    "a row that was changed",
    `update audit_log set details = '{"name": "x"}' where id = 5`,
    ["position 5: row 5 is not what was chained there (changed)"],
  ],
  [
    "a row that was dated back",
    "update audit_log set created_at = created_at - interval '1 microsecond' where id = 20",
    ["position 20: row 20 is not what was chained there (changed)"],
  ],
  [
    "a row that was changed, with the hash that it would have",
    `update audit_log set details = '{"name": "x"}' where id = 5;
     update audit_chain c set hash = audit_hash((select hash from audit_chain where position = 4), 5, l)
     from audit_log l where l.id = 5 and c.position = 5`,
    ["position 6: row 6 is not what was chained there (changed)"],
  ],
  ["a row that was removed", "delete from audit_log where id = 5", ["position 5: row 5 is gone (removed)"]],
  [
    "rows that were removed with their links",
    "delete from audit_log where id in (5, 6); delete from audit_chain where position in (5, 6)",
    ["positions 5 to 6: missing from the chain (removed)"],
  ],
  [
    "a row that was slipped in",
    "insert into audit_log (action) values ('name.allow')",
    ["row 21: in the log, but not in the chain (inserted)"],
  ],
  [
    "a row that was slipped in with a link before all others",
    "insert into audit_log (action) values ('name.allow'); insert into audit_chain values (-1, 21, repeat('1', 64))",
    [
      "position -1: row 21 is not what was chained there (changed)",
      "positions 0 to 0: missing from the chain (removed)",
    ],
  ],
  [
    "two rows that changed places",
    "update audit_chain set audit_id = -audit_id where position in (5, 6); update audit_chain set audit_id = 11 + audit_id where position in (5, 6)",
    [
      "position 5: row 6 is not what was chained there (changed)",
      "position 6: row 5 is not what was chained there (changed)",
    ],
  ],
  [
    "an end that was cut off",
    "delete from audit_log where id > 18; delete from audit_chain where position > 18",
    ["positions 19 to 20: missing from the chain (removed)"],
  ],
  [
    "a head that was set back",
    "update audit_head set position = 18, hash = (select hash from audit_chain where position = 18)",
    ["positions 19 to 20: behind the head"],
  ],
];

test.for(tampering)("the verifier names %s", async ([, statement, says]) => {
  await withLog(async ({ sql, verify }) => {
    await sql.query(unguarded(statement));
    expect((await verify()).problems).toEqual(says);
  });
});

test("a history that was written anew, or cut off with its head, is found by a remembered head", async () => {
  await withLog(async ({ sql, verify }) => {
    const { head } = await verify();
    await sql.query(unguarded(rewrite));
    const shorter = await verify();
    expect([shorter.head.position, shorter.problems]).toEqual([19, []]);
    expect((await verify(head)).problems).toEqual([
      "positions 20 to 20: gone since the head was remembered (truncated)",
    ]);
    await sql`insert into audit_log (action) values ('name.allow')`;
    expect((await verify(head)).problems).toEqual([
      "position 20: its hash is not the one that was remembered (rewritten)",
    ]);
  });
});

test("the database refuses to change, delete or truncate what is in the log or its chain, and names the table", async () => {
  await withLog(async ({ sql, verify }) => {
    const before = await verify();
    const attempts = ["audit_log", "audit_chain"].flatMap((table) => [
      [
        `${table} is append-only: UPDATE is refused`,
        `update ${table} set ${table === "audit_log" ? "action" : "hash"} = 'x'`,
      ],
      [`${table} is append-only: DELETE is refused`, `delete from ${table}`],
      [`${table} is append-only: TRUNCATE is refused`, `truncate ${table} cascade`],
    ]);
    const heads = [
      ["audit_head is append-only: DELETE is refused", "delete from audit_head"],
      ["audit_head is append-only: TRUNCATE is refused", "truncate audit_head"],
    ];
    for (const [says, statement] of [...attempts, ...heads]) await expect(sql.query(statement!)).rejects.toThrow(says);
    await expect(sql.query("truncate users cascade")).rejects.toThrow("append-only");
    expect(await verify()).toEqual(before);
  });
});

test("npm run admin -- verify-audit says that it is whole and how it ends, or where it is not, by its exit code too", async () => {
  await withLog(async ({ sql, url, verify }) => {
    const { head } = await verify();
    const run = (...options: string[]) =>
      promisify(execFile)(process.execPath, ["scripts/admin.ts", "verify-audit", ...options], {
        env: { ...process.env, DATABASE_URL: url, SQL_ENDPOINT: sqlEndpoint },
      });
    const { stdout } = await run(`${head.position}:${head.hash}`);
    expect(stdout.split("\n").at(-2)).toBe(`20:${head.hash}`);
    await sql.query(unguarded("delete from audit_log where id = 5"));
    await expect(run()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("row 5 is gone") });
  });
});
