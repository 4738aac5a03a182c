-- Why is each unit left out? For the first of the reasons, in the order of the experiment's list.
-- params: none
INSERT INTO staged_reason (unit_number, reason)
WITH ranked AS (
  SELECT
    staged_exclusion.unit_number AS unit_number,
    staged_exclusion.reason AS reason,
    ROW_NUMBER() OVER (
      PARTITION BY staged_exclusion.unit_number
      ORDER BY staged_exclusion.place ASC, staged_exclusion.reason ASC
    ) AS rank
  FROM staged_exclusion
)

SELECT
  ranked.unit_number AS unit_number,
  ranked.reason AS reason
FROM ranked
WHERE ranked.rank = 1;
