-- How many units met each variant, and no other, in a reading.
-- params: refresh_id, variants, units
INSERT INTO experiment_unit (refresh_id, variant, units)
SELECT
  $1::UUID AS refresh_id,
  counted.variant AS variant,
  counted.units AS units
FROM unnest($2::TEXT[], $3::BIGINT[]) AS counted (variant, units);
