-- These are in the warehouse no more.
-- params: geo_versions, dropped_at
UPDATE geo_load
SET dropped_at = $2::TIMESTAMPTZ
WHERE geo_load.geo_version = ANY($1::BIGINT[])
  AND geo_load.dropped_at IS NULL;
