-- How many units met each variant in this reading?
-- params: refresh_id
SELECT
  experiment_unit.variant AS variant,
  experiment_unit.units AS units
FROM experiment_unit
WHERE experiment_unit.refresh_id = $1
ORDER BY experiment_unit.variant COLLATE "C" ASC;
