import { type SQL, sql } from "drizzle-orm/sql";
import type { VersionEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { requireAdmin } from "../access.ts";
import type { Context } from "../context.ts";

/** A plugin that waits for an administrator. */
export interface QueuedPlugin {
  name: string;
  description: string;
  version: string;
  published_by: string;
  published_at: string;
  verified: boolean;
  findings: NonNullable<VersionEntry["findings"]>;
  takedown_reason: string | null;
}

export interface Queue {
  /** With a high finding in a current version that nobody has looked at, the latest first; at most fifty. */
  flagged: QueuedPlugin[];
  /** One page of the others that are not verified, the latest update first. */
  unverified: QueuedPlugin[];
  /** At most fifty, the latest first. */
  taken_down: QueuedPlugin[];
  page: number;
  /** There are more of the unverified. */
  more: boolean;
}

const SHOWN = 50;
const PAGE = 20;

// As the indexes say it, word for word: plugin_versions_grave, plugins_unverified.
const grave = sql`v.findings @> '[{"severity": "high"}]'::jsonb`;
const unverified = sql`p.taken_down_at is null and p.verified_at is null`;

/** Needs `plugins p` and its current `plugin_versions v`. */
const queued = sql`jsonb_build_object(
  'name', p.name, 'description', p.description, 'version', v.version, 'published_at', v.published_at,
  'published_by', (select u.username from users u where u.id = v.published_by), 'verified', p.verified_at is not null,
  'findings', coalesce(v.findings, '[]'), 'takedown_reason', p.takedown_reason
)`;

const list = (order: SQL, from: SQL): SQL =>
  sql`select coalesce(jsonb_agg(${queued} order by ${order}), '[]') from (${from}) p
      join plugin_versions v on v.id = p.current_version_id`;

/** What administrators look through: what is flagged first. One round trip. @throws RegistryError admin_only */
export async function listQueue(ctx: Pick<Context, "db" | "actor">, page: number): Promise<Queue> {
  requireAdmin(ctx);
  const flagged = sql`select p.* from plugin_versions v join plugins p on p.current_version_id = v.id
    where ${grave} and p.taken_down_at is null and (p.verified_at is null or p.verified_at < v.published_at)
    order by v.published_at desc limit ${SHOWN}`;
  const waiting = sql`select p.* from plugins p where ${unverified}
      and not exists (select from plugin_versions v where v.id = p.current_version_id and ${grave})
    order by p.updated_at desc, p.name limit ${PAGE + 1} offset ${page * PAGE}`;
  const hidden = sql`select p.* from plugins p where p.taken_down_at is not null order by p.taken_down_at desc limit ${SHOWN}`;
  const row = await rowOf<Pick<Queue, "flagged" | "unverified" | "taken_down">>(
    ctx.db,
    sql`select (${list(sql`v.published_at desc`, flagged)}) as flagged,
          (${list(sql`p.updated_at desc, p.name`, waiting)}) as unverified,
          (${list(sql`p.taken_down_at desc`, hidden)}) as taken_down`,
  );
  if (!row) throw new Error("a select without a from returned no row");
  const { flagged: first, unverified: next, taken_down } = row;
  return { flagged: first, unverified: next.slice(0, PAGE), taken_down, page, more: next.length > PAGE };
}
