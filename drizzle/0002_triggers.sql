-- Derived columns hold by construction: whoever changes a row, in whatever order, these keep what follows from it.
-- Lock order, the same everywhere: a plugin's row, then tags in alphabetical order, then registry_totals.
INSERT INTO registry_totals (plugins_by_category) VALUES ('{}');
--> statement-breakpoint
-- A plugin shows what its current version says: the highest stable version not yanked, else the highest not yanked,
-- else the highest. The row lock comes first, in a statement of its own, so that the choice sees every version
-- that was published before the lock was granted. NO KEY UPDATE, as every other writer of plugins: a review holds
-- KEY SHARE (its foreign key) while it waits for this row, and a stronger lock would wait for the review.
CREATE FUNCTION project_current_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM plugins WHERE id = NEW.plugin_id FOR NO KEY UPDATE;
  UPDATE plugins p
  SET current_version_id = v.id, description = v.description, category = v.category, license = v.license,
      repository = v.repository, homepage = v.homepage, language = v.language, tags = v.tags,
      updated_at = CASE WHEN TG_OP = 'INSERT' THEN greatest(p.updated_at, NEW.published_at) ELSE p.updated_at END
  FROM (
    SELECT * FROM plugin_versions
    WHERE plugin_id = NEW.plugin_id
    ORDER BY yanked_at IS NULL AND NOT is_prerelease DESC, yanked_at IS NULL DESC, precedence DESC
    LIMIT 1
  ) v
  WHERE p.id = NEW.plugin_id;
  IF TG_OP = 'INSERT' THEN
    UPDATE registry_totals SET versions = versions + 1;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER project_current_version AFTER INSERT OR UPDATE OF yanked_at ON plugin_versions
FOR EACH ROW EXECUTE FUNCTION project_current_version();
--> statement-breakpoint
CREATE FUNCTION count_plugin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was integer := CASE WHEN TG_OP = 'UPDATE' AND OLD.taken_down_at IS NULL THEN 1 ELSE 0 END;
  is_now integer := CASE WHEN NEW.taken_down_at IS NULL THEN 1 ELSE 0 END;
  was_verified integer := CASE WHEN was = 1 AND OLD.verified_at IS NOT NULL THEN 1 ELSE 0 END;
  is_verified integer := CASE WHEN is_now = 1 AND NEW.verified_at IS NOT NULL THEN 1 ELSE 0 END;
  old_downloads bigint := CASE WHEN TG_OP = 'UPDATE' THEN OLD.downloads ELSE 0 END;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.tags <> OLD.tags THEN
    INSERT INTO tags (name) SELECT tag FROM unnest(NEW.tags) tag ORDER BY tag ON CONFLICT DO NOTHING;
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
CREATE TRIGGER count_plugin AFTER INSERT OR UPDATE OF category, tags, verified_at, taken_down_at, downloads ON plugins
FOR EACH ROW EXECUTE FUNCTION count_plugin();
--> statement-breakpoint
CREATE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stars integer := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.rating END
                 - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.rating END;
  one integer := CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END;
BEGIN
  UPDATE plugins SET rating_sum = rating_sum + stars, reviews_count = reviews_count + one
  WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.plugin_id ELSE NEW.plugin_id END;
  UPDATE registry_totals SET rating_sum = rating_sum + stars, reviews = reviews + one;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_review AFTER INSERT OR DELETE OR UPDATE OF rating ON reviews
FOR EACH ROW EXECUTE FUNCTION count_review();
--> statement-breakpoint
CREATE FUNCTION count_review_vote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  up integer := CASE WHEN TG_OP <> 'DELETE' AND NEW.helpful THEN 1 ELSE 0 END
              - CASE WHEN TG_OP <> 'INSERT' AND OLD.helpful THEN 1 ELSE 0 END;
  down integer := CASE WHEN TG_OP <> 'DELETE' AND NOT NEW.helpful THEN 1 ELSE 0 END
                - CASE WHEN TG_OP <> 'INSERT' AND NOT OLD.helpful THEN 1 ELSE 0 END;
BEGIN
  IF up <> 0 OR down <> 0 THEN
    UPDATE reviews SET helpful_count = helpful_count + up, unhelpful_count = unhelpful_count + down
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_review_vote AFTER INSERT OR DELETE OR UPDATE OF helpful ON review_votes
FOR EACH ROW EXECUTE FUNCTION count_review_vote();
--> statement-breakpoint
CREATE FUNCTION count_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry_totals SET users = users + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_user AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION count_user();
