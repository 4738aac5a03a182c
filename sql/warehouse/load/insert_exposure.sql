-- Which of the new events are exposures? Without an experiment or a variant it tells nothing,
-- and what its sender or the service marked as out of the analysis counts nowhere: forced variants, units held out.
-- params: none
INSERT INTO exposure (experiment, variant, unit, unit_type, time, live, log_transaction, log_position)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'Experiment name'), '') AS experiment,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'Variant name'), '') AS variant,
    staged_event.distinct_id AS unit,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'unit_type'), '') AS unit_type,
    COALESCE(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'in_analysis'), '') AS in_analysis,
    staged_event.time AS time,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position
  FROM staged_event
  WHERE staged_event.event = '$experiment_started'
)

SELECT
  told.experiment AS experiment,
  told.variant AS variant,
  told.unit AS unit,
  told.unit_type AS unit_type,
  told.time AS time,
  told.live AS live,
  told.log_transaction AS log_transaction,
  told.log_position AS log_position
FROM told
WHERE told.experiment IS NOT NULL
  AND told.variant IS NOT NULL
  AND told.in_analysis <> 'false';
