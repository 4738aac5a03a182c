-- Which of the new events are exposures? Without an experiment or a variant it tells nothing.
-- params: none
INSERT INTO exposure
WITH told AS (
  SELECT
    json_extract_string(fresh_event.properties, '$."Experiment name"') AS experiment,
    json_extract_string(fresh_event.properties, '$."Variant name"') AS variant,
    fresh_event.distinct_id AS unit,
    json_extract_string(fresh_event.properties, '$.unit_type') AS unit_type,
    fresh_event.time AS time,
    fresh_event.live AS live,
    fresh_event.log_transaction AS log_transaction,
    fresh_event.log_position AS log_position
  FROM fresh_event
  WHERE fresh_event.name = '$experiment_started'
)

SELECT told.*
FROM told
WHERE told.experiment IS NOT NULL
  AND told.variant IS NOT NULL;
