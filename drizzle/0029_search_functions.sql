-- Parts of a search that need the same plan whatever is asked. A connection keeps the plans of a function, and makes none for
-- a function that it does not call: planned with the rest of a rare search's statement, these took a fifth of its time.
--
-- The plugin of a name.
CREATE OR REPLACE FUNCTION plugins_named(wanted text) RETURNS SETOF plugins LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT * FROM plugins WHERE name = wanted;
END $$;
--> statement-breakpoint
-- What `plugins_spelt_alike` finds.
CREATE OR REPLACE FUNCTION plugins_alike(typed text, is_unfinished boolean) RETURNS TABLE (plugin plugins, closeness real) LANGUAGE plpgsql STABLE ROWS 10
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT p, spelt.closeness FROM plugins_spelt_alike(typed, is_unfinished) spelt JOIN plugins p USING (id);
END $$;
--> statement-breakpoint
-- How many public plugins have the one word of a query.
CREATE OR REPLACE FUNCTION plugins_with_word(query tsquery) RETURNS integer LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  asked text := btrim(query::text, '''');
BEGIN
  RETURN coalesce((SELECT plugins FROM search_words WHERE word = asked), 0)
    + coalesce((SELECT sum(change) FROM search_word_changes WHERE word = asked), 0);
END $$;
