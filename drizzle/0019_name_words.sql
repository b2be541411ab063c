-- What a misspelt name finds. The words of names, between hyphens, are few and grow slowly; each is kept with what it becomes
-- when one letter is left out. Two words that are one letter, or two neighbours in the wrong order, apart share such a spelling, so
-- that a correction is a few exact lookups, however many plugins there are. Here and below, what is there already is let be or
-- replaced, for a rehearsal of an upgrade begins with it.
CREATE OR REPLACE FUNCTION spellings_of(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  spellings text[] := ARRAY[word];
BEGIN
  IF length(word) < 3 THEN
    RETURN spellings;
  END IF;
  FOR cut IN 1 .. length(word) LOOP
    -- Of the same letters in a row, it makes no difference which one is left out.
    IF substr(word, cut, 1) <> substr(word, cut + 1, 1) THEN
      spellings := spellings || (left(word, cut - 1) || substr(word, cut + 1));
    END IF;
  END LOOP;
  RETURN spellings;
END $$;
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "name_words" (
	"word" text COLLATE "C" PRIMARY KEY NOT NULL,
	"spellings" text[] GENERATED ALWAYS AS (spellings_of(word)) STORED NOT NULL
);
--> statement-breakpoint
-- Sorted, so that two publications that share words wait for each other in one direction only.
CREATE OR REPLACE FUNCTION keep_name_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO name_words (word)
  SELECT DISTINCT word FROM new_plugins, unnest(string_to_array(name, '-')) word ORDER BY word
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER keep_name_words AFTER INSERT ON plugins REFERENCING NEW TABLE AS new_plugins
FOR EACH STATEMENT EXECUTE FUNCTION keep_name_words();
--> statement-breakpoint
-- `typed` is lowercase letters and digits, with hyphens between its parts. Of each part the five nearest words are alternatives: those
-- that share most spellings (itself all; with two neighbours swapped, two), then most trigrams. So are two words that were run
-- together, and what the last part begins when it may be unfinished. A part without any is left out. `name` is made of the nearest.
-- The planner, who takes spellings for frequent, would have this compiled each time.
CREATE OR REPLACE FUNCTION correct_name(typed text, is_unfinished boolean, OUT name text, OUT parts tsquery)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
  SELECT string_agg(coalesce(near.words[1], part), '-' ORDER BY place), string_agg('(' || meant.alternatives || ')', ' & ')::tsquery
  INTO name, parts
  FROM string_to_array(typed, '-') typed_parts
  CROSS JOIN unnest(typed_parts) WITH ORDINALITY typed_part (part, place)
  CROSS JOIN spellings_of(part) asked
  CROSS JOIN LATERAL (
    SELECT array_agg(word) AS words
    FROM (
      SELECT word FROM name_words
      WHERE spellings && asked
      ORDER BY (SELECT count(*) FROM unnest(spellings) spelling WHERE spelling = ANY (asked)) DESC, similarity(word, part) DESC, word
      LIMIT 5
    ) nearest
  ) near
  CROSS JOIN LATERAL (
    SELECT string_agg(alternative, ' | ') AS alternatives
    FROM (
      SELECT unnest(near.words)
      UNION ALL
      SELECT first.word || ' & ' || second.word
      FROM name_words first JOIN name_words second ON second.word = substr(part, length(first.word) + 1)
      WHERE first.word = ANY (ARRAY(SELECT left(part, cut) FROM generate_series(2, length(part) - 2) cut))
      UNION ALL
      SELECT part || ':*'
      WHERE is_unfinished AND place = cardinality(typed_parts) AND length(part) >= 3
        -- The brace comes after every letter.
        AND EXISTS (SELECT FROM name_words WHERE word >= part AND word < part || '{')
    ) all_alternatives (alternative)
  ) meant;
END $$;
--> statement-breakpoint
-- Visible plugins: the one of the name that was typed or meant, wherever its hyphens are, and those with these parts, in any order;
-- `closeness` is from 0 to 1. Parts that many of the most used have are looked for among those alone, for the index has a long list
-- of each; of others the first 200 that it finds will do. Its plans are good for any parts, so there is no need to make them anew.
CREATE OR REPLACE FUNCTION plugins_spelt_alike(typed text, is_unfinished boolean) RETURNS TABLE (id uuid, closeness real)
LANGUAGE plpgsql STABLE ROWS 10 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  corrected text;
  wanted tsquery;
BEGIN
  SELECT name, parts INTO corrected, wanted FROM correct_name(typed, is_unfinished);
  RETURN QUERY
  WITH used AS MATERIALIZED (
    SELECT most_used.id, most_used.name
    FROM (
      SELECT p.id, p.name FROM plugins p WHERE p.taken_down_at IS NULL
      ORDER BY p.recent_downloads DESC, p.downloads DESC, p.name LIMIT 1000
    ) most_used
    WHERE array_to_tsvector(string_to_array(most_used.name, '-')) @@ wanted
  )
  SELECT alike.id, greatest(similarity(alike.name, typed), similarity(alike.name, corrected))
  FROM (
    SELECT p.id, p.name FROM plugins p
    WHERE p.canonical_name IN (translate(typed, '01i-', 'oll'), translate(corrected, '01i-', 'oll')) AND p.taken_down_at IS NULL
    UNION
    SELECT used.id, used.name FROM used
    UNION
    SELECT p.id, p.name
    FROM (
      SELECT * FROM plugins
      WHERE array_to_tsvector(string_to_array(name, '-')) @@ wanted AND (SELECT count(*) FROM used) < 20
      LIMIT 200
    ) p
    WHERE p.taken_down_at IS NULL
  ) alike;
END $$;
