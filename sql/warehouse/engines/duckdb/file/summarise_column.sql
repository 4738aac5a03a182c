-- What does a column hold: how many numbers, the largest, and how many decimals? And what is no number, and where first?
-- params: none
WITH judged AS (
  SELECT
    final_fact.row_number AS row_number,
    final_fact./*{column:identifier}*/ AS text,
    /*{is_number:fragment}*/ AS is_number
  FROM file_row AS final_fact
  WHERE final_fact.unit IS NOT NULL
    AND final_fact.variant IS NOT NULL
    AND final_fact.day IS NOT NULL
)

SELECT
  COUNT(CASE WHEN judged.is_number THEN 1 END) AS numbers,
  COUNT(CASE WHEN NOT judged.is_number THEN 1 END) AS ill_typed,
  MIN(CASE WHEN NOT judged.is_number THEN judged.row_number END) AS first_ill_row,
  ARG_MIN(CASE WHEN NOT judged.is_number THEN judged.text END, CASE WHEN NOT judged.is_number THEN judged.row_number END) AS first_ill_text,
  MAX(CASE WHEN judged.is_number THEN ABS(CAST(judged.text AS DOUBLE PRECISION)) END) AS largest,
  MAX(
    CASE
      WHEN judged.is_number
      THEN LENGTH(RTRIM(REGEXP_EXTRACT(judged.text, '\.(\d*)', 1), '0'))
        - COALESCE(TRY_CAST(REGEXP_EXTRACT(judged.text, '[eE]([+-]?\d+)$', 1) AS INTEGER), 0)
    END
  ) AS decimals
FROM judged;
