-- Which looks were ever taken of an experiment, in order?
-- params: experiment_key
SELECT
  look.number AS number
FROM look
WHERE look.experiment_key = $1
ORDER BY look.number ASC;
