-- Versions of geography that came into the warehouse after the first of their kind, and are no signal yet.
-- params: none
SELECT
  geo_load.geo_version AS geo_version,
  geo_load.kind AS geo_kind,
  geo_load.valid_from AS valid_from
FROM geo_load
WHERE geo_load.finished_at IS NOT NULL
  AND geo_load.dropped_at IS NULL
  AND geo_load.kind IN ('city', 'asn', 'anonymous')
  AND EXISTS (
    SELECT
    FROM geo_load AS earlier
    WHERE earlier.kind = geo_load.kind
      AND earlier.finished_at IS NOT NULL
      AND earlier.geo_version < geo_load.geo_version
  )
  AND NOT EXISTS (
    SELECT
    FROM late_signal
    WHERE late_signal.kind = 'geo_database'
      AND late_signal.subject ->> 'geo_version' = geo_load.geo_version::TEXT
  )
ORDER BY geo_load.geo_version
