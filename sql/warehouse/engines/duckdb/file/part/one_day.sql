-- Part of stage_rows: all on one day, where there is no column of days.
-- params: none
DATE '1970-01-01'
