import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from } from "pg-copy-streams";
import { Problem, describe } from "../stack/problem.ts";
import type { Manifest } from "./manifest.ts";
import { listTables, tableFile } from "./tables.ts";

/** @throws Problem unless each table's file is what the manifest says */
export async function refuseTampered(folder: string, { recount }: Manifest): Promise<void> {
  for (const [table, { sha256 }] of Object.entries(recount.tables)) {
    const file = tableFile(folder, table);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash).catch((error: unknown) => {
      throw new Problem(`${file} cannot be read: ${describe(error)}`);
    });
    if (hash.digest("hex") !== sha256) throw new Problem(`${file} is not what was saved.`);
  }
}

/**
 * Fills migrated tables by rows of which some say what triggers would have said once more, and of which some point to each
 * other. So triggers are off, and foreign keys are made anew at the end, which checks all of them; it takes an owner's rights only.
 */
export async function loadTables(client: pg.Client, folder: string, guard: () => Promise<void>): Promise<void> {
  const tables = await listTables(client);
  const names = tables.map(({ name }) => name).join(", ");
  await client.query(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
  await guard();
  const { rows: foreignKeys } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
  const triggers = (verb: string) => tables.map(({ name }) => `ALTER TABLE ${name} ${verb} TRIGGER USER`);
  const before = [...foreignKeys.map(({ drop }) => drop), ...triggers("DISABLE"), `TRUNCATE ${names}`];
  await client.query(before.join(";\n"));
  for (const { name, columns } of tables) {
    const copy = client.query(from(`COPY ${name} (${columns}) FROM STDIN`));
    await pipeline(createReadStream(tableFile(folder, name)), copy);
  }
  await client.query([...foreignKeys.map(({ add }) => add), ...triggers("ENABLE")].join(";\n"));
  await setSequences(client);
  await client.query("ANALYZE");
}

/** What COPY has written, a sequence does not know of. */
async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(`
    SELECT format('SELECT setval(%L, max(%I)) FROM %s HAVING count(*) > 0',
      pg_get_serial_sequence(attrelid::regclass::text, attname), attname, attrelid::regclass) AS statement
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attidentity <> ''`);
  for (const { statement } of rows) await client.query(statement);
}
