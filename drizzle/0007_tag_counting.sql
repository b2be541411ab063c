-- Each tag knows how many public plugins carry it. The order of locks stays: tags in alphabetical order, then the totals.
CREATE OR REPLACE FUNCTION count_plugin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was integer := CASE WHEN TG_OP = 'UPDATE' AND OLD.taken_down_at IS NULL THEN 1 ELSE 0 END;
  is_now integer := CASE WHEN NEW.taken_down_at IS NULL THEN 1 ELSE 0 END;
  was_verified integer := CASE WHEN was = 1 AND OLD.verified_at IS NOT NULL THEN 1 ELSE 0 END;
  is_verified integer := CASE WHEN is_now = 1 AND NEW.verified_at IS NOT NULL THEN 1 ELSE 0 END;
  old_downloads bigint := CASE WHEN TG_OP = 'UPDATE' THEN OLD.downloads ELSE 0 END;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.tags <> OLD.tags OR was <> is_now THEN
    INSERT INTO tags AS t (name, plugins)
    SELECT tag, sum(n)
    FROM (
      SELECT unnest(NEW.tags) AS tag, is_now AS n
      UNION ALL SELECT unnest(OLD.tags), -was WHERE TG_OP = 'UPDATE'
    ) changes
    GROUP BY tag
    HAVING sum(n) <> 0 OR NOT EXISTS (SELECT FROM tags known WHERE known.name = tag)
    ORDER BY tag
    ON CONFLICT (name) DO UPDATE SET plugins = t.plugins + EXCLUDED.plugins;
  END IF;
  IF was <> is_now OR was_verified <> is_verified OR old_downloads <> NEW.downloads
     OR (TG_OP = 'UPDATE' AND OLD.category <> NEW.category) THEN
    UPDATE registry_totals SET
      plugins = plugins + is_now - was,
      verified_plugins = verified_plugins + is_verified - was_verified,
      downloads = downloads + NEW.downloads - old_downloads,
      plugins_by_category = (
        SELECT coalesce(jsonb_object_agg(category, n) FILTER (WHERE n > 0), '{}')
        FROM (
          SELECT category, sum(n) AS n
          FROM (
            SELECT key AS category, value::integer AS n FROM jsonb_each_text(plugins_by_category)
            UNION ALL SELECT NEW.category, is_now
            UNION ALL SELECT OLD.category, -was WHERE TG_OP = 'UPDATE'
          ) changes
          GROUP BY category
        ) counts
      );
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
UPDATE tags t SET plugins = counted.plugins
FROM (
  SELECT tag, count(*) AS plugins FROM plugins, unnest(tags) tag WHERE taken_down_at IS NULL GROUP BY tag
) counted
WHERE counted.tag = t.name;
