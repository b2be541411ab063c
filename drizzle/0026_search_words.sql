-- In how many public plugins a search finds each word, so that nobody counts the matches of a frequent one. Publications that share
-- words would wait for each other's rows; so each only notes what it changes, and a cron adds that up. What is there already is let
-- be or replaced, for a rehearsal of an upgrade begins with it.
CREATE TABLE IF NOT EXISTS "search_words" (
	"word" text COLLATE "C" PRIMARY KEY NOT NULL,
	"plugins" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "search_word_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"change" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "search_word_changes_word" ON "search_word_changes" USING btree ("word");
--> statement-breakpoint
CREATE OR REPLACE FUNCTION note_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text[] := '{}';
  is_now text[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.taken_down_at IS NULL THEN
    was := tsvector_to_array(OLD.search);
  END IF;
  IF NEW.taken_down_at IS NULL THEN
    is_now := tsvector_to_array(NEW.search);
  END IF;
  INSERT INTO search_word_changes (word, change)
  SELECT word, 1 FROM unnest(is_now) word WHERE word <> ALL (was)
  UNION ALL SELECT word, -1 FROM unnest(was) word WHERE word <> ALL (is_now);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER note_search_words AFTER INSERT OR UPDATE OF name, tags, description, taken_down_at ON plugins
FOR EACH ROW EXECUTE FUNCTION note_search_words();
--> statement-breakpoint
-- Adds up what was noted. One at a time, or a rebuilding would take what was noted after it began for counted.
CREATE OR REPLACE FUNCTION add_up_search_words() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  words integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('search_words'));
  WITH noted AS (
    DELETE FROM search_word_changes RETURNING word, change
  )
  INSERT INTO search_words AS w (word, plugins)
  SELECT word, sum(change) FROM noted GROUP BY word HAVING sum(change) <> 0
  ON CONFLICT (word) DO UPDATE SET plugins = w.plugins + EXCLUDED.plugins;
  GET DIAGNOSTICS words = ROW_COUNT;
  RETURN words;
END $$;
--> statement-breakpoint
-- Counts anew, in one statement: what it sees of the notes, it sees in the plugins too.
CREATE OR REPLACE FUNCTION rebuild_search_words() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('search_words'));
  WITH counted AS (
    DELETE FROM search_word_changes
  )
  INSERT INTO search_words AS w (word, plugins)
  SELECT word, coalesce(found.plugins, 0)
  FROM (
    SELECT word, count(*) AS plugins FROM plugins, unnest(tsvector_to_array(search)) word WHERE taken_down_at IS NULL GROUP BY word
  ) found
  FULL JOIN search_words USING (word)
  ON CONFLICT (word) DO UPDATE SET plugins = EXCLUDED.plugins WHERE w.plugins <> EXCLUDED.plugins;
END $$;
