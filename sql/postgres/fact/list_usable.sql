-- Which version of each fact do metrics use, and what are its columns? NULL: none has been checked yet.
-- params: none
SELECT
  fact.key AS key,
  fact.archived_at AS archived_at,
  fact.checked_version AS version,
  coalesce(fact_version.columns, '[]'::JSONB) AS columns
FROM fact
LEFT JOIN fact_version ON fact.key = fact_version.fact_key
  AND fact.checked_version = fact_version.version;
