-- Something became known that pledges were scored without; a version of geography is news once.
-- params: id, kind, subject, created_at
INSERT INTO late_signal (id, kind, subject, created_at)
VALUES ($1, $2, $3::JSONB, $4)
ON CONFLICT ((subject ->> 'geo_version')) WHERE kind = 'geo_database' DO NOTHING
