-- Which facts are there, and what does the latest version of each say? With a key, that one, archived or not. The columns
-- that metrics use are those of the latest version that was checked.
-- params: key, archived
SELECT
  fact_version.fact_key AS key,
  fact_version.version AS version,
  fact_version.name AS name,
  fact_version.description AS description,
  fact_version.sql AS sql,
  fact_version.hash AS hash,
  fact_version.scale AS scale,
  fact_version.check_state AS check_state,
  fact_version.columns AS columns,
  fact_version.check_error AS check_error,
  fact_version.engine AS engine,
  fact_version.job_id AS job_id,
  fact_version.checked_at AS checked_at,
  fact_version.note AS note,
  fact_version.actor_kind AS actor_kind,
  fact_version.actor_id AS actor_id,
  fact_version.actor_name AS actor_name,
  fact_version.created_at AS created_at,
  fact.checked_version AS checked_version,
  fact.built_in AS built_in,
  fact.archived_at AS archived_at,
  coalesce(checked.columns, '[]'::JSONB) AS usable_columns
FROM fact
INNER JOIN fact_version ON fact.key = fact_version.fact_key
  AND fact.version = fact_version.version
LEFT JOIN fact_version AS checked ON fact.key = checked.fact_key
  AND fact.checked_version = checked.version
WHERE CASE
  WHEN $1::TEXT IS NOT NULL THEN fact.key = $1::TEXT
  ELSE (fact.archived_at IS NOT NULL) = $2::BOOLEAN
END
ORDER BY fact.key COLLATE "C" ASC;
