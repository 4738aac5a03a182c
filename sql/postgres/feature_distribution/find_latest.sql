-- Which distribution do percentiles come from?
-- params: none
SELECT
  feature_distribution.version AS version,
  feature_distribution.features AS features
FROM feature_distribution
ORDER BY feature_distribution.version DESC
LIMIT 1
