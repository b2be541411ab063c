import { type SQL, sql } from "drizzle-orm/sql";

/** What was typed, as a name has it; a hyphen at the end says that the part before it is complete. */
export const nameOf = (typed: string): string =>
  typed
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "");

/**
 * What to select from: visible plugins `p` whose names are spelt like that one, with `spelt.closeness`, from 0 to 1. What it
 * costs hardly grows with the registry; `drizzle/0019_name_words.sql` says how they are found.
 */
export const speltLike = (name: string, { isUnfinished = false } = {}): SQL =>
  sql`plugins_alike(${name}, ${isUnfinished}) spelt, lateral (select (spelt.plugin).*) p`;
