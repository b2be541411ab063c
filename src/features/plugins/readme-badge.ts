import { sql } from "drizzle-orm/sql";
import type { ReadmeBadgeKind } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import type { SvgBadge } from "#lib/badge-svg.ts";
import { shortCount } from "#lib/short-count.ts";
import { isPrerelease } from "#lib/versions.ts";
import type { Context } from "../context.ts";
import { averageRating } from "./view.ts";

interface Figures {
  version: string;
  downloads: number;
  rating_sum: number;
  reviews_count: number;
}

const BADGES: Record<ReadmeBadgeKind, (figures: Figures) => SvgBadge> = {
  version: ({ version }) => ({
    label: "mockforge",
    message: `v${version}`,
    color: isPrerelease(version) ? "orange" : "blue",
  }),
  downloads: ({ downloads }) => ({ label: "downloads", message: shortCount(downloads), color: "green" }),
  rating: ({ rating_sum, reviews_count }) => {
    if (reviews_count === 0) return { label: "rating", message: "no reviews", color: "grey" };
    const rating = averageRating(rating_sum, reviews_count);
    const color = rating >= 4 ? "green" : rating >= 3 ? "olive" : "orange";
    return { label: "rating", message: `${rating.toFixed(1)}/5 (${shortCount(reviews_count)})`, color };
  },
};

/** What a README shows of a plugin, undefined when there is none by that name. */
export async function getReadmeBadge(
  ctx: Pick<Context, "db">,
  name: string,
  kind: ReadmeBadgeKind,
): Promise<SvgBadge | undefined> {
  const row = await rowOf<{ figures: Figures }>(
    ctx.db,
    sql`select jsonb_build_object(
          'version', v.version, 'downloads', p.downloads,
          'rating_sum', p.rating_sum, 'reviews_count', p.reviews_count
        ) as figures
        from plugins p join plugin_versions v on v.id = p.current_version_id
        where p.name = ${name} and p.taken_down_at is null`,
  );
  return row && BADGES[kind](row.figures);
}
