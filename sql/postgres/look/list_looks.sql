-- Which looks were taken of an experiment since its units were last divided anew, in order?
-- params: experiment_key, division
SELECT
  look.content AS content
FROM look
WHERE look.experiment_key = $1
  AND look.division IS NOT DISTINCT FROM $2::TIMESTAMPTZ
ORDER BY look.number ASC;
