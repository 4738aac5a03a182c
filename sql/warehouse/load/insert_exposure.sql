-- Which of the new events are exposures? Without an experiment or a variant it tells nothing,
-- and what its sender or the service marked as out of the analysis counts nowhere: forced variants, units held out.
-- params: none
INSERT INTO exposure (experiment, variant, unit, unit_type, time, live, log_transaction, log_position)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(fresh_event.properties, 'Experiment name'), '') AS experiment,
    NULLIF(JSON_EXTRACT_PATH_TEXT(fresh_event.properties, 'Variant name'), '') AS variant,
    fresh_event.distinct_id AS unit,
    NULLIF(JSON_EXTRACT_PATH_TEXT(fresh_event.properties, 'unit_type'), '') AS unit_type,
    COALESCE(JSON_EXTRACT_PATH_TEXT(fresh_event.properties, 'in_analysis'), '') AS in_analysis,
    fresh_event.time AS time,
    fresh_event.live AS live,
    fresh_event.log_transaction AS log_transaction,
    fresh_event.log_position AS log_position
  FROM fresh_event
  WHERE fresh_event.event = '$experiment_started'
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
