-- The lines of objects, appended to a table; each field is what its column's type says, or the statement fails.
-- The folder dt=2026-03-09 is no column: a company's table may have one of that name.
-- params: paths
INSERT INTO /*{table:fragment}*/ (
/*{columns:fragment}*/
)
SELECT
/*{values:fragment}*/
FROM read_json(
  $1,
  format = 'newline_delimited',
  hive_partitioning = FALSE,
  columns = {
/*{fields:fragment}*/
  }
) AS line;
