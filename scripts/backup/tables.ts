import { createHash } from "node:crypto";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { to } from "pg-copy-streams";
import type { Recount } from "./manifest.ts";

export interface Table {
  name: string;
  /** Without those that are generated. */
  columns: string;
  key: string;
}

export const tableFile = (folder: string, table: string): string => join(folder, "tables", `${table}.copy`);

type TableCount = Recount["tables"][string];

export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    SELECT c.relname AS name,
      (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT string_agg(
         quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', '
         ORDER BY array_position(i.indkey::int2[], a.attnum)
       ) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indrelid = c.oid AND i.indisprimary) AS key
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"`);
  return rows;
}

/** Copies a table out in the order of its key, so that the same rows are the same bytes, and counts what it copies. */
export async function copyOut(client: pg.Client, { name, columns, key }: Table, into?: Writable): Promise<TableCount> {
  const copy = client.query(to(`COPY (SELECT ${columns} FROM ${name} ORDER BY ${key}) TO STDOUT`));
  const hash = createHash("sha256");
  const hashed = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(copy, hashed, into ?? new Writable({ write: (_chunk, _encoding, done) => done() }));
  return { rows: copy.rowCount, sha256: hash.digest("hex") };
}
