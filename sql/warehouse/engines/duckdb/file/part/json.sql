-- Part of stage_rows: how lines of newline-delimited JSON are read, each field as text.
-- params: none
format = 'newline_delimited', columns = {/*{fields:fragment}*/}
