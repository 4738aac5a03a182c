-- A unit met a variant of an experiment; the first one counts.
-- params: none
CREATE OR REPLACE VIEW published."exposure" AS
SELECT
  exposure.experiment AS experiment,
  exposure.variant AS variant,
  exposure.unit AS unit,
  exposure.unit_type AS unit_type,
  exposure.time AS time
FROM /*{own:identifier}*/.exposure
WHERE exposure.live;
