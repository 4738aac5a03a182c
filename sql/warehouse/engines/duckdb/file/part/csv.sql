-- Part of stage_rows: how a CSV is read, plain or gzip. Nothing is guessed, and everything is text, so that what is no number
-- can be named.
-- params: none
auto_detect = FALSE, header = TRUE, delim = '/*{delimiter:fragment}*/', quote = '"', escape = '"', columns = {/*{fields:fragment}*/}
