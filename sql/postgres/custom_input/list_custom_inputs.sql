-- Which inputs of its own has the company declared?
-- params: none
SELECT
  custom_input.name AS name,
  custom_input.type AS type
FROM custom_input
ORDER BY custom_input.name
