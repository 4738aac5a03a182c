-- Part of stage_rows: a value as it stands in the file; blank is none, and true and false are 1 and 0.
-- params: none
  CASE LOWER(TRIM(CAST(source./*{column:identifier}*/ AS VARCHAR)))
    WHEN '' THEN NULL
    WHEN 'true' THEN '1'
    WHEN 'false' THEN '0'
    ELSE TRIM(CAST(source./*{column:identifier}*/ AS VARCHAR))
  END AS /*{name:identifier}*/
