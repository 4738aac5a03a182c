-- The live build of a store gives way to the one that follows it in the same transaction.
-- params: store, retired_at
UPDATE history_generation
SET
  state = 'retired',
  retired_at = $2::TIMESTAMPTZ
WHERE history_generation.store = $1
  AND history_generation.state = 'live'
