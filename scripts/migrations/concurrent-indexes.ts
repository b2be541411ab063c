/** The name of an index that is built while others write. */
export const CONCURRENT_INDEX = /^(?:\s|--.*\n)*CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS "(\w+)"/i;

/**
 * A migration that builds indexes while others write, which cannot be done within a transaction. What breaks off
 * there leaves an index that is kept up and never used: it goes before the next try, unless it is being built just now.
 * @returns undefined for any other migration
 */
export function concurrentIndexes(statements: string[]): { dropBroken: string[]; refuseBroken: string[] } | undefined {
  const names = statements.map((statement) => CONCURRENT_INDEX.exec(statement)?.[1]);
  if (!names.some((name) => name !== undefined)) return undefined;
  const broken = (name: string) =>
    `EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('"${name}"') AND NOT indisvalid)`;
  const whenBroken = (action: (name: string) => string) =>
    names.flatMap((name) =>
      name === undefined ? [] : `DO $$ BEGIN IF ${broken(name)} ${action(name)} END IF; END $$`,
    );
  return {
    dropBroken: whenBroken(
      (name) => `AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass('"${name}"'))
        THEN DROP INDEX "${name}";`,
    ),
    refuseBroken: whenBroken((name) => `THEN RAISE EXCEPTION 'the index ${name} could not be built';`),
  };
}
