-- Which values of a line have these places, 1 being that of the smallest: among the units of a variant, or of all of them
-- (NULL), and among all, or those whose window is closed? Where values are the same, so are those of their places.
-- params: line, variant, closed_only, first_place, second_place, third_place
WITH placed AS (
  SELECT
    staged_value.value AS value,
    ROW_NUMBER() OVER (ORDER BY staged_value.value ASC) AS place
  FROM staged_value
  WHERE staged_value.line = CAST($1 AS BIGINT)
    AND (CAST($2 AS VARCHAR) IS NULL OR staged_value.variant = CAST($2 AS VARCHAR))
    AND (staged_value.is_closed OR NOT CAST($3 AS BOOLEAN))
)

SELECT
  placed.place AS place,
  placed.value AS value
FROM placed
WHERE placed.place IN (CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT))
ORDER BY placed.place ASC;
