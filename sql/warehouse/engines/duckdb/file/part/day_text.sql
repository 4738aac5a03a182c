-- Part of stage_rows: what stands in the place of a day.
-- params: none
CAST(source./*{column:identifier}*/ AS VARCHAR)
