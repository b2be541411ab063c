CREATE TABLE "registry_days" (
	"day" date PRIMARY KEY NOT NULL,
	"plugins" integer DEFAULT 0 NOT NULL,
	"versions" integer DEFAULT 0 NOT NULL,
	"downloads" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "tags_by_use" ON "tags" USING btree ("plugins" DESC NULLS FIRST,"name");
--> statement-breakpoint
-- Locked while the totals are, by whoever changes them: one order of locks, hence no deadlock.
CREATE FUNCTION count_registry_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registry_days AS d (day, plugins, versions, downloads)
  VALUES (
    (now() AT TIME ZONE 'UTC')::date,
    NEW.plugins - OLD.plugins, NEW.versions - OLD.versions, NEW.downloads - OLD.downloads
  )
  ON CONFLICT (day) DO UPDATE SET
    plugins = d.plugins + EXCLUDED.plugins,
    versions = d.versions + EXCLUDED.versions,
    downloads = d.downloads + EXCLUDED.downloads;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_registry_day AFTER UPDATE ON registry_totals FOR EACH ROW
WHEN ((OLD.plugins, OLD.versions, OLD.downloads) IS DISTINCT FROM (NEW.plugins, NEW.versions, NEW.downloads))
EXECUTE FUNCTION count_registry_day();
--> statement-breakpoint
CREATE FUNCTION rebuild_registry_days() RETURNS void LANGUAGE sql AS $$
  DELETE FROM registry_days;
  INSERT INTO registry_days (day, plugins, versions, downloads)
  SELECT day, sum(plugins), sum(versions), sum(downloads)
  FROM (
    SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS plugins, 0 AS versions, 0 AS downloads
    FROM plugins WHERE taken_down_at IS NULL GROUP BY 1
    UNION ALL
    SELECT (published_at AT TIME ZONE 'UTC')::date, 0, count(*), 0 FROM plugin_versions GROUP BY 1
    UNION ALL
    SELECT day, 0, 0, sum(downloads) FROM plugin_downloads_daily GROUP BY day
  ) counted
  GROUP BY day;
$$;
--> statement-breakpoint
SELECT rebuild_registry_days();
