-- Part of stage_rows: nothing stands in its place then.
-- params: none
CAST(NULL AS VARCHAR)
