-- A word that every address of the API has, where a plugin's name could stand (test/routes/plugins/reserved-names.test.ts).
INSERT INTO reserved_names (canonical_name, reason)
VALUES (translate('v1', '01i-', 'oll'), 'the registry''s routes use it')
ON CONFLICT DO NOTHING;
