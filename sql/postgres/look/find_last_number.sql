-- How many looks were ever taken of an experiment?
-- params: experiment_key
SELECT
  COALESCE(MAX(look.number), 0) AS number
FROM look
WHERE look.experiment_key = $1;
