import { NeonDbError, type NeonQueryFunction } from "@neondatabase/serverless";
import { type Head, verifyAuditLog } from "./admin/verify-audit-log.ts";
import { withDatabase } from "./stack/command-database.ts";
import { connect } from "../src/db/neon.ts";
import { Problem, describe, runCommand } from "./stack/problem.ts";

type Sql = NeonQueryFunction<false, false>;

interface Change {
  column: "is_admin" | "is_official";
  value: boolean;
  action: string;
  outcome: string;
}

const changes: Record<string, Change> = {
  grant: { column: "is_admin", value: true, action: "account.grant_admin", outcome: "is an administrator" },
  revoke: { column: "is_admin", value: false, action: "account.revoke_admin", outcome: "is no administrator" },
  official: { column: "is_official", value: true, action: "account.mark_official", outcome: "is official" },
  unofficial: { column: "is_official", value: false, action: "account.unmark_official", outcome: "is not official" },
};

const usage = `Usage: npm run admin -- grant|revoke|official|unofficial <email>
       npm run admin -- list
       npm run admin -- verify-audit [<head printed earlier>]
It works on DATABASE_URL, else on the local stack while npm run dev runs.`;

async function run(): Promise<void> {
  const [command = "", argument, ...rest] = process.argv.slice(2);
  const change = Object.hasOwn(changes, command) ? changes[command] : undefined;
  const report = Object.hasOwn(reports, command) ? reports[command] : undefined;
  if (rest.length > 0 || (change ? !argument : !report)) throw new Problem(usage);
  await withDatabase(async ({ databaseUrl, sqlEndpoint }) => {
    const sql = connect(databaseUrl, { endpoint: sqlEndpoint });
    try {
      if (change) await apply(sql, change, argument!.trim().toLowerCase());
      else await report!(sql, argument);
    } catch (error) {
      throw explain(error);
    }
  });
}

async function apply(sql: Sql, { column, value, action, outcome }: Change, email: string): Promise<void> {
  // The change and its audit row are one statement: neither exists without the other.
  const [account] = await sql`
    WITH account AS (
      SELECT id, username, ${sql.unsafe(column)} AS mark FROM users WHERE email = ${email} FOR UPDATE
    ), changed AS (
      UPDATE users SET ${sql.unsafe(column)} = ${value} FROM account
      WHERE users.id = account.id AND account.mark <> ${value} RETURNING users.id
    ), logged AS (
      INSERT INTO audit_log (action, user_id) SELECT ${action}, id FROM changed
    )
    SELECT username, EXISTS (SELECT FROM changed) AS changed FROM account`;
  if (!account) throw new Problem(`No account has the e-mail address ${email}: it has to be registered first.`);
  console.log(`${email} (${account.username}) ${outcome}${account.changed ? " now." : " already."}`);
}

async function list(sql: Sql, argument?: string): Promise<void> {
  if (argument !== undefined) throw new Problem(usage);
  const accounts = await sql`
    SELECT email, username, is_admin, is_official FROM users
    WHERE is_admin OR is_official ORDER BY email`;
  if (accounts.length === 0) console.log("No account is an administrator or official.");
  for (const { email, username, is_admin, is_official } of accounts) {
    const marks = [is_admin && "administrator", is_official && "official"].filter(Boolean);
    console.log(`${email} (${username}): ${marks.join(", ")}`);
  }
}

async function verifyAudit(sql: Sql, remembered?: string): Promise<void> {
  const { head, problems } = await verifyAuditLog(sql, remembered === undefined ? undefined : parseHead(remembered));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0)
    throw new Problem("The audit log is not what was written: restore it, and find out who could change it.");
  console.log(
    `The audit log is whole: ${head.position} rows. Keep this head elsewhere, and verify against it next time:`,
  );
  console.log(`${head.position}:${head.hash}`);
}

function parseHead(text: string): Head {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!position || !hash)
    throw new Problem(`${text} is not a head: it is a number, a colon and 64 hexadecimal digits.`);
  return { position: Number(position), hash };
}

const reports: Record<string, (sql: Sql, argument?: string) => Promise<void>> = { list, "verify-audit": verifyAudit };

function explain(error: unknown): unknown {
  if (!(error instanceof NeonDbError)) return error;
  if (error.code === "42P01") return new Problem("The database has no tables yet: run npm run db:migrate first.");
  return new Problem(`The database did not do it: ${describe(error)}`);
}

await runCommand(run);
