-- Forget builds that are dropped, with what was refused in them. The last number stays: it must not be used again.
-- params: store, retired_before
DELETE FROM history_generation
WHERE history_generation.store = $1
  AND history_generation.state = 'retired'
  AND history_generation.retired_at < $2::TIMESTAMPTZ
  AND history_generation.generation < (
    SELECT max(latest.generation)
    FROM history_generation AS latest
    WHERE latest.store = $1
  )
