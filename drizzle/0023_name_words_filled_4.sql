INSERT INTO name_words (word)
SELECT DISTINCT word FROM plugins, unnest(string_to_array(name, '-')) word
WHERE id >= 'aa000000-0000-0000-0000-000000000000'
ORDER BY word
ON CONFLICT DO NOTHING;
