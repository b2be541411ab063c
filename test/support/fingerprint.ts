import type { Stack } from "./stack.ts";

/**
 * What is in every table and in the object store, a digest each: equal as long as nothing has changed. That a token was
 * used is noted even where it is refused.
 */
export async function fingerprint({ sql, store }: Pick<Stack, "sql" | "store">): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const digests = tables.map(async ({ name }) => {
    const [row] = await sql.query<{ digest: string }>(
      `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as digest
       from (select to_jsonb(r) - 'last_used_at' as t from ${name} r) t`,
    );
    return [name, row!.digest] as const;
  });
  const stored = (await store.keys()).toSorted().join();
  return { ...Object.fromEntries(await Promise.all(digests)), stored };
}
