-- Part of stage_rows: the day that a date or a time begins with, as it is written.
-- params: none
CASE
    WHEN REGEXP_FULL_MATCH(TRIM(CAST(source./*{column:identifier}*/ AS VARCHAR)), '\d{4}-\d{2}-\d{2}([T ].*)?')
    THEN TRY_CAST(LEFT(TRIM(CAST(source./*{column:identifier}*/ AS VARCHAR)), 10) AS DATE)
  END
