-- What was seen at a look, and what it was computed from?
-- params: experiment_key, number
SELECT
  look.refresh_id AS refresh_id,
  look.experiment AS experiment,
  look.content AS content,
  look.readout AS readout
FROM look
WHERE look.experiment_key = $1
  AND look.number = $2;
