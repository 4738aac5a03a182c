-- The latest version of a metric becomes this one.
-- params: key, version
UPDATE metric
SET version = $2
WHERE metric.key = $1;
