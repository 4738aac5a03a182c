-- How many units met each variant in these readings?
-- params: refresh_ids
SELECT
  experiment_unit.refresh_id AS refresh_id,
  experiment_unit.variant AS variant,
  experiment_unit.units AS units
FROM experiment_unit
WHERE experiment_unit.refresh_id = any($1::UUID[])
ORDER BY experiment_unit.variant COLLATE "C" ASC;
