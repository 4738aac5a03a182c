-- What its files are, and from when on it is valid: as it was said; otherwise from ever for the first of its kind, from its
-- building for one that is newer than the others, and from now for an older one. What was decided before stays.
-- params: id, kind, database_type, built_at, files, wanted_from
UPDATE geo_load
SET
  kind = $2,
  database_type = $3,
  built_at = $4::TIMESTAMPTZ,
  files = $5::JSONB,
  valid_from = COALESCE(
    geo_load.valid_from,
    $6::TIMESTAMPTZ,
    (
      SELECT
        CASE
          WHEN COUNT(*) = 0 THEN '1970-01-01T00:00:00Z'::TIMESTAMPTZ
          WHEN MAX(other.valid_from) < $4::TIMESTAMPTZ THEN $4::TIMESTAMPTZ
          ELSE geo_load.created_at
        END
      FROM geo_load AS other
      WHERE other.kind = $2
        AND other.finished_at IS NOT NULL
        AND other.dropped_at IS NULL
    )
  )
WHERE geo_load.id = $1
RETURNING geo_load.valid_from AS valid_from;
