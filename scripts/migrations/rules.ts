import { CONCURRENT_INDEX } from "./concurrent-indexes.ts";

/** From before there were rules, and before anybody ran a registry that they could have held up. */
export const EXEMPT = [
  "0003_publishing",
  "0005_object_keys",
  "0006_tag_counts",
  "0008_orders_by_index_alone",
  "0009_dependents_by_current_version",
  "0010_direct_uploads",
  "0011_front_page",
  "0013_moderation_queue",
  "0014_publisher_signatures",
  "0015_registry_days",
];

/** A comment in a migration that takes away: which earlier one came with the release that stopped using it. */
const CONTRACT = /^-- contract: nothing has used this since (\w+)$/m;

interface Step {
  /** One change of one statement, without comments, literals and bodies of functions. */
  text: string;
  /** Whether the table it is about comes with this very migration, hence is empty and known to nobody. */
  isNew: boolean;
  isContract: boolean;
}

const NEEDS_NOTE = `takes away what the release before may use: drop it one release later, and say so:
    -- contract: nothing has used this since <the migration of the release that stopped using it>`;

/** What must not happen while the Worker of the release before serves, and what to do in its place. */
const RULES: { forbids: (step: Step) => boolean; says: string }[] = [
  {
    forbids: ({ text, isContract }) =>
      !isContract &&
      /\bDROP (TABLE|VIEW|FUNCTION|TRIGGER|SCHEMA|TYPE)\b|^ALTER TABLE .*\bDROP (COLUMN|DEFAULT)\b/i.test(text),
    says: NEEDS_NOTE,
  },
  {
    forbids: ({ text, isContract }) => !isContract && /\bSET NOT NULL\b/i.test(text),
    says: `refuses rows that the release before may write. It ${NEEDS_NOTE}`,
  },
  {
    forbids: ({ text }) => /^ALTER (TABLE|TYPE) .*\bRENAME\b/i.test(text),
    says: "renames: add the new one, copy, and drop the old one a release later",
  },
  {
    forbids: ({ text }) => /\bALTER (COLUMN )?\S+ (SET DATA )?TYPE\b/i.test(text),
    says: "changes a type, which rewrites the table while nobody can read it: add a column, copy, and drop the old one a release later",
  },
  {
    forbids: ({ text }) =>
      /\bADD (COLUMN )?.*\bNOT NULL\b/i.test(text) && !/\bDEFAULT\b|\bADD CONSTRAINT\b/i.test(text),
    says: "adds a column that the release before does not fill: give it a default, or let it be null",
  },
  {
    forbids: ({ text }) =>
      /\bADD COLUMN\b.*(\bGENERATED ALWAYS AS \(|\b(small|big)?serial\b|\bDEFAULT \(?(gen_random_uuid|random|clock_timestamp|nextval)\b)/i.test(
        text,
      ),
    says: "adds a column whose values differ, which rewrites the table while nobody can read it: add it empty, and fill it in a migration of its own",
  },
  {
    forbids: ({ text, isNew }) => !isNew && /^CREATE (UNIQUE )?INDEX\b/i.test(text) && !CONCURRENT_INDEX.test(text),
    says: 'builds an index while nobody can write: CREATE INDEX CONCURRENTLY IF NOT EXISTS "name", in a migration of its own',
  },
  {
    forbids: ({ text, isNew }) =>
      !isNew && /\bADD CONSTRAINT\b/i.test(text) && !/\b(NOT VALID|USING INDEX)\b/i.test(text),
    says: "checks all rows while nobody can write: add it NOT VALID (a unique one USING INDEX), and VALIDATE CONSTRAINT in a later migration",
  },
  {
    forbids: ({ text }) => /^(TRUNCATE|LOCK|VACUUM FULL|CLUSTER|REINDEX)\b/i.test(text),
    says: "locks whole tables",
  },
  {
    forbids: ({ text }) => /^SET\b.*_timeout\b/i.test(text),
    says: "sets a time limit: scripts/migrate.ts has one for all",
  },
];

/**
 * What in a migration could fail requests that are served meanwhile, a sentence each.
 * @param sql the migration's text
 * @param earlier names of the migrations before it
 */
export function problemsOf(sql: string, earlier: string[]): string[] {
  const statements = statementsOf(sql);
  const created = new Set(
    statements.flatMap((text) => /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/i.exec(text)?.[1] ?? []),
  );
  const since = CONTRACT.exec(sql)?.[1];
  const isContract = since !== undefined && earlier.includes(since);
  const problems = statements.flatMap((statement) => {
    const table = /^(?:ALTER TABLE(?: IF EXISTS)?(?: ONLY)? |CREATE .*?INDEX .*? ON )"?(\w+)/i.exec(statement)?.[1];
    const isNew = table !== undefined && created.has(table);
    return stepsOf(statement).flatMap((text) =>
      RULES.filter(({ forbids }) => forbids({ text, isNew, isContract })).map(
        ({ says }) => `${text.slice(0, 100)}\n    ${says}`,
      ),
    );
  });
  if (since !== undefined && !isContract) problems.push(`${since} is no migration before this one`);
  return [...problems, ...problemsTogether(statements, created)];
}

/** What each may do, but not in one transaction. */
function problemsTogether(statements: string[], created: Set<string>): string[] {
  const some = (pattern: RegExp) => statements.some((text) => pattern.test(text));
  const problems: string[] = [];
  if (some(CONCURRENT_INDEX) && !statements.every((text) => CONCURRENT_INDEX.test(text))) {
    problems.push("CONCURRENTLY is for a migration of its own: it runs outside of a transaction");
  }
  const altered = statements.some((text) => {
    const table = /^ALTER TABLE "?(\w+)/i.exec(text)?.[1];
    return table !== undefined && !created.has(table);
  });
  if (altered && some(/^(UPDATE|DELETE|WITH)\b|^INSERT .*\bSELECT\b/i)) {
    problems.push(
      "the table that is altered stays locked until its rows are filled: do that in a migration of its own",
    );
  }
  return problems;
}

/** Without comments, literals and bodies of functions, in one line each. */
function statementsOf(sql: string): string[] {
  const bare = sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\/|(\$\w*\$)[\s\S]*?\1|'(?:[^']|'')*'/gm, (found) =>
    /^['$]/.test(found) ? "''" : "",
  );
  return bare
    .split(";")
    .map((statement) => statement.replaceAll(/\s+/g, " ").trim())
    .filter((statement) => statement !== "");
}

/** The changes of an ALTER TABLE, each with the statement's beginning. */
function stepsOf(statement: string): string[] {
  const [first = "", ...others] = statement.split(/,\s*(?=(?:ADD|DROP|ALTER|RENAME|VALIDATE)\b)/i);
  const beginning = /^ALTER TABLE(?: IF EXISTS)?(?: ONLY)? \S+ /i.exec(statement)?.[0] ?? "";
  return [first, ...others.map((other) => beginning + other)];
}
