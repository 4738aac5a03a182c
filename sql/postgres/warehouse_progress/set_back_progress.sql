-- The warehouse is another one, or an older copy: it loads again what comes after this.
-- params: sequence, loaded_at
UPDATE warehouse_progress
SET
  sequence = $1,
  loaded_at = $2::TIMESTAMPTZ
