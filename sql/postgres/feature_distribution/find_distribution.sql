-- Which distribution was this version?
-- params: version
SELECT
  feature_distribution.version AS version,
  feature_distribution.features AS features
FROM feature_distribution
WHERE feature_distribution.version = $1
