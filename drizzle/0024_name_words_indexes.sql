CREATE INDEX CONCURRENTLY IF NOT EXISTS "name_words_spellings" ON "name_words" USING gin ("spellings") WITH (fastupdate=false);
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "plugins_name_parts" ON "plugins" USING gin (array_to_tsvector(string_to_array("name", '-'))) WITH (fastupdate=false);
