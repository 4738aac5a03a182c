-- Part of stage_rows: how a Parquet file is read.
-- params: none
hive_partitioning = FALSE
