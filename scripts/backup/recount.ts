import { isDeepStrictEqual } from "node:util";
import type { Writable } from "node:stream";
import type pg from "pg";
import { verifyAuditLog } from "../admin/verify-audit-log.ts";
import { sqlTag } from "../stack/sql-tag.ts";
import { countFigures } from "./figures.ts";
import type { Recount } from "./manifest.ts";
import { copyOut, listTables } from "./tables.ts";

/** All that can be counted in a database, within the transaction that is open. @param sink where a table's copy goes, unless it is only counted */
export async function recountRows(
  client: pg.Client,
  sink?: (table: string) => Writable,
): Promise<Omit<Recount, "files">> {
  const tables: Recount["tables"] = {};
  for (const table of await listTables(client)) tables[table.name] = await copyOut(client, table, sink?.(table.name));
  const { head, problems } = await verifyAuditLog(
    sqlTag(async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows),
  );
  return { tables, figures: await countFigures(client), audit: { ...head, problems } };
}

/** A line for each place where two recounts are not equal. */
export function differences(before: Recount, after: Recount): string[] {
  return (Object.keys(before) as (keyof Recount)[]).flatMap((part) => {
    const [was, is]: Record<string, unknown>[] = [before[part], after[part]];
    const names = new Set([...Object.keys(was!), ...Object.keys(is!)]);
    return [...names]
      .filter((name) => !isDeepStrictEqual(was![name], is![name]))
      .map(
        (name) => `${part}, ${name}: ${JSON.stringify(was![name])} was saved, ${JSON.stringify(is![name])} is there`,
      );
  });
}
