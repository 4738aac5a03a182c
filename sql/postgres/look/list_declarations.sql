-- Which declared looks of an experiment wait, in order?
-- params: experiment_key
SELECT
  look_declaration.id AS id,
  look_declaration.reason AS reason,
  look_declaration.declared_by AS declared_by
FROM look_declaration
WHERE look_declaration.experiment_key = $1
  AND look_declaration.number IS NULL
ORDER BY look_declaration.id ASC;
