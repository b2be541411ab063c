import { createHash } from "node:crypto";
import { Problem } from "../stack/problem.ts";

/** Runs a statement whose values travel as parameters. */
type Sql = (strings: TemplateStringsArray, ...values: unknown[]) => Promise<Record<string, unknown>[]>;

/** An end of the chain: how many rows it has, and the hash of the last. */
export interface Head {
  position: number;
  hash: string;
}

interface Link {
  position: string;
  audit_id: string;
  hash: string;
  /** The row as `audit_hash` hashes it, null when it is not in the log. */
  said: string | null;
}

const GENESIS = "0".repeat(64);
const ROWS_AT_ONCE = 5_000;
/** Of rows that nobody has chained, so many are named. */
const NAMED = 10;

/**
 * Walks the audit log's chain, some thousand rows at a time. The hashes are computed here, not by the database's function,
 * which whoever changed the log could have changed too. Rows that are written meanwhile are left for the next time.
 * @param remembered a head that was noted earlier and kept elsewhere: the chain must still pass through it
 * @returns the head, and a sentence for each place where the chain does not hold
 */
export async function verifyAuditLog(sql: Sql, remembered?: Head): Promise<{ head: Head; problems: string[] }> {
  const problems: string[] = [];
  const { head, last, unchained } = await readEnd(sql);
  if (last > head.position) problems.push(`positions ${head.position + 1} to ${last}: behind the head`);
  for (const id of unchained) problems.push(`row ${id}: in the log, but not in the chain (inserted)`);
  let at: Head = { position: 0, hash: GENESIS };
  // From before the first position, where nothing should be.
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const links = await readLinks(sql, after, head.position);
    for (const link of links) {
      const position = Number(link.position);
      const missing = gap(at.position + 1, position - 1);
      if (missing) problems.push(missing);
      else if (link.said === null) problems.push(`position ${position}: row ${link.audit_id} is gone (removed)`);
      else if (digest(at.hash + link.said) !== link.hash) {
        problems.push(`position ${position}: row ${link.audit_id} is not what was chained there (changed)`);
      }
      at = { position, hash: link.hash };
      if (position === remembered?.position && link.hash !== remembered.hash) {
        problems.push(`position ${position}: its hash is not the one that was remembered (rewritten)`);
      }
    }
    if (links.length < ROWS_AT_ONCE) break;
    after = at.position;
  }
  const missing = gap(at.position + 1, head.position);
  if (missing) problems.push(missing);
  else if (at.hash !== head.hash) problems.push(`head: its hash is not that of position ${at.position}`);
  if (remembered && remembered.position > head.position) {
    problems.push(
      `positions ${head.position + 1} to ${remembered.position}: gone since the head was remembered (truncated)`,
    );
  }
  return { head, problems };
}

const gap = (first: number, last: number) =>
  first > last ? undefined : `positions ${first} to ${last}: missing from the chain (removed)`;

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

interface End {
  position: string;
  hash: string;
  last: string;
  unchained: string[];
}

/** One statement, hence one moment. */
async function readEnd(sql: Sql): Promise<{ head: Head; last: number; unchained: string[] }> {
  const [end] = (await sql`
    SELECT h.position, h.hash, coalesce((SELECT max(position) FROM audit_chain), 0) AS last,
      ARRAY(
        SELECT id FROM audit_log l WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = l.id)
        ORDER BY id LIMIT ${NAMED}
      )::text[] AS unchained
    FROM audit_head h`) as unknown as End[];
  if (!end) throw new Problem("The audit log's chain has no head: its row was deleted from audit_head.");
  const head = { position: Number(end.position), hash: end.hash };
  return { head, last: Number(end.last), unchained: end.unchained };
}

async function readLinks(sql: Sql, after: number, until: number): Promise<Link[]> {
  return (await sql`
    SELECT c.position, c.audit_id, c.hash,
      CASE WHEN l.id IS NOT NULL THEN jsonb_build_array(
        c.position, l.id, l.action, l.actor_id, l.plugin_id, l.user_id, l.details, extract(epoch FROM l.created_at)
      )::text END AS said
    FROM audit_chain c LEFT JOIN audit_log l ON l.id = c.audit_id
    WHERE c.position > ${after} AND c.position <= ${until}
    ORDER BY c.position LIMIT ${ROWS_AT_ONCE}`) as unknown as Link[];
}
