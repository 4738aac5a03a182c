-- Part of read_names: the fields of all lines of newline-delimited JSON.
-- params: none
format = 'newline_delimited', sample_size = -1, maximum_depth = 1, records = TRUE
