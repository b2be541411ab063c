-- Plugins and versions as the API has them. `version_records` and `plugin_records`, which the Worker of the release before calls, are the same as
-- objects of `jsonb`: what makes those looks up the type of each argument each time, and sorts keys that nobody searches. A row
-- knows its types: made of rows, as `json`, ten plugins take two thirds of the time.
CREATE OR REPLACE VIEW versions_as_json AS
SELECT v.id, v.plugin_id, v.version, v.precedence,
  -- Without its imports and exports, which may be thousands.
  to_json(entry) AS brief,
  (SELECT to_json(whole) FROM (SELECT entry.*, v.wasm) whole) AS whole
FROM plugin_versions v
JOIN users publisher ON publisher.id = v.published_by
LEFT JOIN signing_keys k ON k.key_id = v.signing_key_id
LEFT JOIN users signer ON signer.id = k.user_id
CROSS JOIN LATERAL (
  SELECT
    v.version,
    v.checksum,
    v.size_bytes AS size,
    v.published_at,
    publisher.username AS published_by,
    CASE WHEN k.key_id IS NOT NULL THEN (
      SELECT to_json(signed)
      FROM (SELECT k.key_id, k.public_key, v.signature, signer.username AS signed_by, k.revoked_at) signed
    ) END AS signature,
    v.yanked_at IS NOT NULL AS yanked,
    v.yank_reason,
    v.min_mockforge_version,
    v.sbom_key IS NOT NULL AS has_sbom,
    v.sbom_signature_key IS NOT NULL AS has_sbom_signature,
    (
      SELECT coalesce(json_object_agg(dp.name, d.requirement), '{}')
      FROM plugin_dependencies d JOIN plugins dp ON dp.id = d.dependency_id WHERE d.version_id = v.id
    ) AS dependencies,
    v.downloads,
    v.capabilities,
    (
      SELECT before.capabilities FROM plugin_versions before
      WHERE before.plugin_id = v.plugin_id AND before.precedence < v.precedence
      ORDER BY before.precedence DESC LIMIT 1
    ) AS previous_capabilities,
    v.findings
) entry;
--> statement-breakpoint
-- Plugins in the order of `ids`, with all versions, newest first, or the current one alone. A function, since Neon's SQL over
-- HTTP prepares no statement: a connection keeps the plans of a function, and planning this took longer than executing it.
-- Whoever replaces it only adds fields, for the Worker of the release before calls it too.
CREATE OR REPLACE FUNCTION plugins_as_json(ids uuid[], all_versions boolean, with_wasm boolean) RETURNS json LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    SELECT coalesce(json_agg(entry ORDER BY wanted.position), '[]')
    FROM unnest(ids) WITH ORDINALITY AS wanted (id, position)
    JOIN plugins p ON p.id = wanted.id
    JOIN users author ON author.id = p.author_id
    LEFT JOIN plugin_versions current ON current.id = p.current_version_id
    LEFT JOIN users publisher ON publisher.id = current.published_by
    CROSS JOIN LATERAL (
      SELECT
        p.name,
        p.description,
        p.category,
        p.license,
        p.repository,
        p.homepage,
        p.language,
        p.tags,
        author.username AS author,
        (
          SELECT coalesce(json_agg(u.username ORDER BY o.created_at, lower(u.username)), '[]')
          FROM plugin_owners o JOIN users u ON u.id = o.user_id WHERE o.plugin_id = p.id
        ) AS owners,
        p.recent_downloads,
        p.deprecation_message,
        p.replacement,
        p.created_at,
        p.updated_at,
        (
          SELECT to_json(facts)
          FROM (
            SELECT
              coalesce(publisher.is_official, false) AS official,
              p.verified_at IS NOT NULL AS verified,
              p.downloads,
              p.rating_sum,
              p.reviews_count,
              (
                SELECT max(v.published_at) FROM plugin_versions v WHERE v.plugin_id = p.id AND v.yanked_at IS NULL
              ) AS last_release,
              p.week_downloads,
              p.previous_week_downloads
          ) facts
        ) AS facts,
        current.version AS current_version,
        (
          SELECT coalesce(json_agg(CASE WHEN with_wasm THEN v.whole ELSE v.brief END ORDER BY v.precedence DESC), '[]')
          FROM versions_as_json v
          WHERE v.id = ANY (CASE WHEN all_versions THEN
            ARRAY(SELECT every.id FROM plugin_versions every WHERE every.plugin_id = p.id)
          ELSE ARRAY[p.current_version_id] END)
        ) AS versions
    ) entry
  );
END $$;
