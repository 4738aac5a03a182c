-- A look waits; one that waited already has done so since then.
-- params: experiment_key, cut, since, until, tables
INSERT INTO look_wait (experiment_key, cut, since, until, tables)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (experiment_key) DO UPDATE
SET
  cut = excluded.cut,
  since = CASE WHEN look_wait.cut = excluded.cut THEN least(look_wait.since, excluded.since) ELSE excluded.since END,
  until = CASE WHEN look_wait.cut = excluded.cut THEN least(look_wait.until, excluded.until) ELSE excluded.until END,
  tables = excluded.tables;
