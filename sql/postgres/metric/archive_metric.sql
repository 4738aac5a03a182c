-- A metric that new experiments no longer take; those that have it keep it.
-- params: key, archived_at
UPDATE metric
SET archived_at = $2::TIMESTAMPTZ
WHERE metric.key = $1;
