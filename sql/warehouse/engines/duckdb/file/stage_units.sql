-- What each unit has: the variants that it met, in the order of the alphabet, its first day, and what its rows add up to.
-- params: none
CREATE TABLE file_unit AS
WITH judged AS (
  SELECT
    final_fact.unit AS unit,
    final_fact.variant AS variant,
    final_fact.day AS day,
/*{judged:fragment}*/
  FROM file_row AS final_fact
  WHERE final_fact.unit IS NOT NULL
    AND final_fact.variant IS NOT NULL
    AND final_fact.day IS NOT NULL
)

SELECT
  ROW_NUMBER() OVER () AS unit_number,
  MIN(judged.variant) AS first_variant,
  MAX(judged.variant) AS last_variant,
  MIN(judged.day) AS cohort_day,
/*{values:fragment}*/
FROM judged
GROUP BY
  judged.unit;
