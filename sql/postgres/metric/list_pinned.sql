-- What do these versions of metrics say, and the facts that each is read over?
-- params: metrics, versions, facts, fact_versions
SELECT
  asked.metric AS metric,
  asked.version AS version,
  metric_version.definition AS definition,
  asked.fact AS fact,
  asked.fact_version AS fact_version,
  fact_version.sql AS sql,
  fact_version.scale AS scale,
  fact_version.columns AS columns
FROM unnest($1::TEXT[], $2::INTEGER[], $3::TEXT[], $4::INTEGER[]) AS asked (metric, version, fact, fact_version)
INNER JOIN metric_version ON asked.metric = metric_version.metric_key
  AND asked.version = metric_version.version
INNER JOIN fact_version ON asked.fact = fact_version.fact_key
  AND asked.fact_version = fact_version.version;
