-- Which versions has a fact had, the newest first? With a version, that one.
-- params: key, version
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
  fact_version.created_at AS created_at
FROM fact_version
WHERE fact_version.fact_key = $1
  AND ($2::INTEGER IS NULL OR fact_version.version = $2::INTEGER)
ORDER BY fact_version.version DESC;
