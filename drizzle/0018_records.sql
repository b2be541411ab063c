-- A version as the API has it, but for its imports and exports, which may be thousands.
CREATE OR REPLACE VIEW version_records AS
SELECT v.id, v.plugin_id, v.version, v.precedence, v.wasm, jsonb_build_object(
  'version', v.version,
  'checksum', v.checksum,
  'size', v.size_bytes,
  'published_at', v.published_at,
  'published_by', publisher.username,
  'signature', CASE WHEN k.key_id IS NOT NULL THEN
    jsonb_build_object('key_id', k.key_id, 'public_key', k.public_key, 'signature', v.signature,
                       'signed_by', signer.username, 'revoked_at', k.revoked_at) END,
  'yanked', v.yanked_at IS NOT NULL,
  'yank_reason', v.yank_reason,
  'min_mockforge_version', v.min_mockforge_version,
  'has_sbom', v.sbom_key IS NOT NULL,
  'has_sbom_signature', v.sbom_signature_key IS NOT NULL,
  'dependencies', (
    SELECT coalesce(jsonb_object_agg(dp.name, d.requirement), '{}')
    FROM plugin_dependencies d JOIN plugins dp ON dp.id = d.dependency_id WHERE d.version_id = v.id
  ),
  'downloads', v.downloads,
  'capabilities', v.capabilities,
  'previous_capabilities', (
    SELECT before.capabilities FROM plugin_versions before
    WHERE before.plugin_id = v.plugin_id AND before.precedence < v.precedence
    ORDER BY before.precedence DESC LIMIT 1
  ),
  'findings', v.findings
) AS record
FROM plugin_versions v
JOIN users publisher ON publisher.id = v.published_by
LEFT JOIN signing_keys k ON k.key_id = v.signing_key_id
LEFT JOIN users signer ON signer.id = k.user_id;
--> statement-breakpoint
-- Plugins as the API has them, in the order of `ids`, with all versions, newest first, or the current one alone. A function,
-- since Neon's SQL over HTTP prepares no statement: a connection keeps the plans of a function, and planning this took
-- longer than executing it. Whoever replaces it only adds fields, for the Worker of the release before calls it too.
CREATE OR REPLACE FUNCTION plugin_records(ids uuid[], all_versions boolean, with_wasm boolean) RETURNS jsonb LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'name', p.name,
      'description', p.description,
      'category', p.category,
      'license', p.license,
      'repository', p.repository,
      'homepage', p.homepage,
      'language', p.language,
      'tags', to_jsonb(p.tags),
      'author', author.username,
      'owners', (
        SELECT coalesce(jsonb_agg(u.username ORDER BY o.created_at, lower(u.username)), '[]')
        FROM plugin_owners o JOIN users u ON u.id = o.user_id WHERE o.plugin_id = p.id
      ),
      'recent_downloads', p.recent_downloads,
      'deprecation_message', p.deprecation_message,
      'replacement', p.replacement,
      'created_at', p.created_at,
      'updated_at', p.updated_at,
      'facts', jsonb_build_object(
        'official', coalesce(publisher.is_official, false),
        'verified', p.verified_at IS NOT NULL,
        'downloads', p.downloads,
        'rating_sum', p.rating_sum,
        'reviews_count', p.reviews_count,
        'last_release', (
          SELECT max(v.published_at) FROM plugin_versions v WHERE v.plugin_id = p.id AND v.yanked_at IS NULL
        ),
        'week_downloads', p.week_downloads,
        'previous_week_downloads', p.previous_week_downloads
      ),
      'current_version', current.version,
      'versions', (
        SELECT coalesce(jsonb_agg(
          CASE WHEN with_wasm THEN v.record || jsonb_build_object('wasm', v.wasm) ELSE v.record END
          ORDER BY v.precedence DESC
        ), '[]')
        FROM version_records v
        WHERE v.id = ANY (CASE WHEN all_versions THEN
          ARRAY(SELECT every.id FROM plugin_versions every WHERE every.plugin_id = p.id)
        ELSE ARRAY[p.current_version_id] END)
      )
    ) ORDER BY wanted.position), '[]')
    FROM unnest(ids) WITH ORDINALITY AS wanted (id, position)
    JOIN plugins p ON p.id = wanted.id
    JOIN users author ON author.id = p.author_id
    LEFT JOIN plugin_versions current ON current.id = p.current_version_id
    LEFT JOIN users publisher ON publisher.id = current.published_by
  );
END $$;
