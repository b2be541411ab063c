import pg from "pg";
import { termsOf, VOCABULARY } from "./vocabulary.ts";

const literal = (word: string) => pg.escapeLiteral(word);
const list = (words: string[]) => `array[${words.map(literal).join(", ")}]`;

/** Helpers live in a schema of their own, which the last step drops. */
export const helpers = (plugins: number): string => `
  create schema seeding;

  -- A number from 0 up to 1 that belongs to n and salt: the same seed gives the same registry.
  create function seeding.chance(n bigint, salt bigint) returns double precision language sql immutable parallel safe
  return ((hashint8extended(n, salt) >> 11) & 9007199254740991)::double precision / 9007199254740992;

  -- An index from 1 to size, the n-th in proportion to 1/n (Zipf).
  create function seeding.zipf(size integer, chance double precision) returns integer language sql immutable parallel safe
  return least(size, floor(exp(chance * ln(size + 1)))::integer);

  create function seeding.word(words text[], chance double precision) returns text language sql immutable parallel safe
  return words[seeding.zipf(array_length(words, 1), chance)];

  -- One of 72 syllables, none of which is taken for another.
  create function seeding.syllable(n bigint) returns text language sql immutable parallel safe
  return substr('bcdfghjkmnprstvwxz', (n % 72 / 4)::integer + 1, 1) || substr('aeou', (n % 4)::integer + 1, 1);

  -- A word that belongs to n, below 72 * 72 * 72 * 72.
  create function seeding.coined(n bigint) returns text language sql immutable parallel safe
  return seeding.syllable(n) || seeding.syllable(n / 72) || seeding.syllable(n / 5184) || seeding.syllable(n / 373248);

  create function seeding.id(kind text, n bigint) returns uuid language sql immutable parallel safe
  return overlay(overlay(md5(kind || n) placing '4' from 13) placing '8' from 17)::uuid;

  create function seeding.number(n integer) returns text language sql immutable parallel safe
  return lpad(length(n::text)::text, 2, '0') || n;

  create function seeding.today() returns date language sql stable parallel safe
  return (now() at time zone 'UTC')::date;

  create function seeding.days_ago(days double precision) returns timestamptz language sql stable parallel safe
  return date_trunc('second', seeding.today()::timestamp at time zone 'UTC' - days * interval '1 day');

  ${Object.entries(VOCABULARY)
    .map(
      ([name, words]) =>
        `create function seeding.${name.toLowerCase()}() returns text[] language sql immutable parallel safe return ${list(words)};`,
    )
    .join("\n  ")}

  create unlogged table seeding.terms as
  select * from (values ${termsOf(plugins)
    .map(([term, matches]) => `(${literal(term)}, ${matches})`)
    .join(", ")}) terms (term, matches);`;
