import { readFile, readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { EXEMPT, problemsOf } from "../../scripts/migrations/rules.ts";

const refused: [what: string, sql: string, says: RegExp][] = [
  ["dropping a column", "ALTER TABLE plugins DROP COLUMN language;", /one release later/],
  ["dropping a table", 'DROP TABLE "tags";', /one release later/],
  ["dropping a default", "ALTER TABLE plugins ALTER COLUMN tags DROP DEFAULT;", /one release later/],
  [
    "dropping what a migration to come has stopped using",
    "-- contract: nothing has used this since 0099_later\nDROP TABLE tags;",
    /0099_later is no migration before this one/,
  ],
  ["requiring a value", "ALTER TABLE plugins ALTER COLUMN language SET NOT NULL;", /refuses rows/],
  ["renaming a column", "ALTER TABLE plugins RENAME COLUMN language TO lang;", /renames/],
  ["renaming a table", "ALTER TABLE plugins RENAME TO modules;", /renames/],
  ["another type", "ALTER TABLE plugins ALTER COLUMN downloads SET DATA TYPE integer;", /changes a type/],
  [
    "a column that must be filled",
    "ALTER TABLE plugins ADD COLUMN logo text NOT NULL;",
    /the release before does not fill/,
  ],
  [
    "one such among others",
    "ALTER TABLE plugins ADD COLUMN a text, ADD COLUMN logo text NOT NULL, ADD COLUMN b text DEFAULT '';",
    /logo[^]*the release before does not fill/,
  ],
  ["a column that each row computes", "ALTER TABLE plugins ADD COLUMN u uuid DEFAULT gen_random_uuid();", /rewrites/],
  ["a generated column", "ALTER TABLE plugins ADD COLUMN n text GENERATED ALWAYS AS (lower(name)) STORED;", /rewrites/],
  ["an index that keeps writers out", 'CREATE INDEX "a" ON "plugins" USING btree ("name");', /nobody can write/],
  ["an index that cannot be begun anew", 'CREATE INDEX CONCURRENTLY "a" ON plugins (name);', /IF NOT EXISTS/],
  [
    "an index among other changes",
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "a" ON plugins (name);\nALTER TABLE plugins ADD COLUMN a text;',
    /a migration of its own/,
  ],
  ["a check of all rows", "ALTER TABLE plugins ADD CONSTRAINT c CHECK (length(name) > 1);", /NOT VALID/],
  [
    "a foreign key to old rows",
    "ALTER TABLE plugins ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES users (id);",
    /NOT VALID/,
  ],
  [
    "filling a table while it is locked",
    "ALTER TABLE tags ADD COLUMN a text;\nUPDATE tags SET a = name;",
    /stays locked/,
  ],
  ["emptying a table", "TRUNCATE download_counters;", /locks whole tables/],
  ["a time limit of its own", "SET LOCAL lock_timeout = '1min';", /has one for all/],
];

test.for(refused)("%s is refused", ([, sql, says]) => {
  expect(problemsOf(sql, ["0016_audit_chain"]).join("\n")).toMatch(says);
});

const allowed: [what: string, sql: string][] = [
  [
    "a column that may be null, and one with a default",
    "ALTER TABLE plugins ADD COLUMN a text, ADD COLUMN b integer DEFAULT 0 NOT NULL;",
  ],
  [
    "a table with all that belongs to it",
    `CREATE TABLE "logos" ("id" uuid PRIMARY KEY NOT NULL, "plugin_id" uuid NOT NULL);
     ALTER TABLE "logos" ADD CONSTRAINT "fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id");
     CREATE INDEX "logos_plugin" ON "logos" USING btree ("plugin_id");
     INSERT INTO logos SELECT gen_random_uuid(), id FROM plugins;`,
  ],
  ["an index that lets others write", 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "a" ON "plugins" ("name");'],
  ["a constraint for rows to come", "ALTER TABLE plugins ADD CONSTRAINT c CHECK (length(name) > 1) NOT VALID;"],
  ["looking later whether it holds", "ALTER TABLE plugins VALIDATE CONSTRAINT c;"],
  ["filling a column", "UPDATE tags SET a = name;"],
  [
    "a function, whatever words are in its body, in comments and literals",
    `-- DROP TABLE tags;
     CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE a; RETURN NULL; END $$;
     INSERT INTO reserved_names VALUES ('x', 'it''s; DROP TABLE tags;');`,
  ],
  [
    "dropping what an earlier release has stopped using",
    "-- contract: nothing has used this since 0016_audit_chain\nALTER TABLE plugins DROP COLUMN language;",
  ],
];

test.for(allowed)("%s is allowed", ([, sql]) => {
  expect(problemsOf(sql, ["0016_audit_chain"])).toEqual([]);
});

test("only those are exempt that could not be allowed, and none that comes now", async () => {
  const files = (await readdir("drizzle")).filter((file) => file.endsWith(".sql")).toSorted();
  const names = files.map((file) => file.replace(".sql", ""));
  const texts = await Promise.all(files.map((file) => readFile(`drizzle/${file}`, "utf8")));
  const broken = names.filter((_, index) => problemsOf(texts[index]!, names.slice(0, index)).length > 0);
  expect(broken).toEqual(EXEMPT);
  expect(EXEMPT.every((name) => name <= "0016")).toBe(true);
});
