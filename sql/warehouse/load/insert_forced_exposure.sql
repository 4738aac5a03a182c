-- Which of the new events tell that a unit met a variant that was forced on it?
-- params: none
INSERT INTO forced_exposure (experiment, variant, unit, time, live)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'Experiment name'), '') AS experiment,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'Variant name'), '') AS variant,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'left_out') AS left_out,
    staged_event.distinct_id AS unit,
    staged_event.time AS time,
    staged_event.live AS live
  FROM staged_event
  WHERE staged_event.event = '$experiment_started'
    AND STRPOS(staged_event.properties, '"left_out"') > 0
)

SELECT
  told.experiment AS experiment,
  told.variant AS variant,
  told.unit AS unit,
  told.time AS time,
  told.live AS live
FROM told
WHERE told.experiment IS NOT NULL
  AND told.variant IS NOT NULL
  AND told.left_out = 'forced';
