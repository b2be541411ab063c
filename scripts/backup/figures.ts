import type pg from "pg";
import type { Recount } from "./manifest.ts";

/** One statement each, with `kept` and `counted`. What is per row is counted as the rows that keep something else than what there is. */
const statements: Record<string, string> = {
  plugins: `SELECT plugins AS kept, (SELECT count(*) FROM plugins WHERE taken_down_at IS NULL) AS counted FROM registry_totals`,
  "verified plugins": `SELECT verified_plugins AS kept,
    (SELECT count(*) FROM plugins WHERE taken_down_at IS NULL AND verified_at IS NOT NULL) AS counted FROM registry_totals`,
  "plugins by category": `SELECT plugins_by_category AS kept, (
      SELECT coalesce(jsonb_object_agg(category, n), '{}')
      FROM (SELECT category, count(*) AS n FROM plugins WHERE taken_down_at IS NULL GROUP BY category) categories
    ) AS counted FROM registry_totals`,
  versions: `SELECT versions AS kept, (SELECT count(*) FROM plugin_versions) AS counted FROM registry_totals`,
  users: `SELECT users AS kept, (SELECT count(*) FROM users) AS counted FROM registry_totals`,
  reviews: `SELECT reviews AS kept, (SELECT count(*) FROM reviews) AS counted FROM registry_totals`,
  stars: `SELECT rating_sum AS kept, (SELECT coalesce(sum(rating), 0) FROM reviews) AS counted FROM registry_totals`,
  downloads: `SELECT downloads AS kept, (SELECT coalesce(sum(downloads), 0) FROM plugin_versions) AS counted FROM registry_totals`,
  "plugins with other downloads than their versions": `SELECT 0 AS kept, count(*) AS counted FROM plugins p
    WHERE downloads <> (SELECT coalesce(sum(downloads), 0) FROM plugin_versions WHERE plugin_id = p.id)`,
  "plugins with other stars than their reviews": `SELECT 0 AS kept, count(*) AS counted FROM plugins p
    WHERE (rating_sum, reviews_count) <> (SELECT coalesce(sum(rating), 0), count(*) FROM reviews WHERE plugin_id = p.id)`,
  "plugins whose current version is not theirs": `SELECT 0 AS kept, count(*) AS counted FROM plugins p
    WHERE NOT EXISTS (SELECT FROM plugin_versions v WHERE v.id = p.current_version_id AND v.plugin_id = p.id)`,
  "reviews with other votes than were cast": `SELECT 0 AS kept, count(*) AS counted FROM reviews r
    WHERE (helpful_count, unhelpful_count) <> (
      SELECT count(*) FILTER (WHERE helpful), count(*) FILTER (WHERE NOT helpful) FROM review_votes WHERE review_id = r.id
    )`,
  "tags with other plugins than carry them": `SELECT 0 AS kept, count(*) AS counted FROM tags t
    WHERE plugins <> (SELECT count(*) FROM plugins p WHERE p.tags @> ARRAY[t.name] AND p.taken_down_at IS NULL)`,
  "words with another number of plugins than is kept": `SELECT 0 AS kept, count(*) AS counted FROM (
      SELECT word, sum(plugins) AS plugins
      FROM (SELECT word, plugins FROM search_words UNION ALL SELECT word, change FROM search_word_changes) noted GROUP BY word
    ) kept FULL JOIN (
      SELECT word, count(*) AS plugins FROM plugins, unnest(tsvector_to_array(search)) word WHERE taken_down_at IS NULL GROUP BY word
    ) found USING (word)
    WHERE coalesce(kept.plugins, 0) <> coalesce(found.plugins, 0)`,
  "words of names that are not kept": `SELECT 0 AS kept, count(*) AS counted FROM (
      SELECT unnest(string_to_array(name, '-')) FROM plugins EXCEPT SELECT word FROM name_words
    ) missing`,
};

export async function countFigures(client: pg.Client): Promise<Recount["figures"]> {
  const figures: Recount["figures"] = {};
  for (const [name, statement] of Object.entries(statements)) {
    const { rows } = await client.query<{ kept: string; counted: string }>(
      `SELECT kept::text, counted::text FROM (${statement}) found`,
    );
    if (rows[0]) figures[name] = rows[0];
  }
  return figures;
}
