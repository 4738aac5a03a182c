-- Which text has this hash, and when was it first used?
-- params: hash
SELECT
  query.hash AS hash,
  query.name AS name,
  query.text AS text,
  query.engine AS engine,
  query.commit AS commit,
  query.first_used_at AS first_used_at
FROM query
WHERE query.hash = $1;
