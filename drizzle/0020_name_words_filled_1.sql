-- Whoever publishes a word that a slice fills waits until it is committed. So the first is small: it has most of those that names share.
INSERT INTO name_words (word)
SELECT DISTINCT word FROM plugins, unnest(string_to_array(name, '-')) word
WHERE id < '04000000-0000-0000-0000-000000000000'
ORDER BY word
ON CONFLICT DO NOTHING;
