CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Immutable, though array_to_string is only stable in general: for text[] its result depends on nothing else.
CREATE FUNCTION plugin_search_document(name text, tags text[], description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.english'::regconfig, name), 'A')
      || setweight(to_tsvector('pg_catalog.english'::regconfig, array_to_string(tags, ' ')), 'B')
      || setweight(to_tsvector('pg_catalog.english'::regconfig, description), 'C')
$$;
