-- What is the first line of a CSV? As it is: a reader that takes it for names makes up names where two are the same.
-- params: path
SELECT
  header.line AS line
FROM read_csv(
  $1, auto_detect = FALSE, header = FALSE, delim = '', quote = '', escape = '', columns = {'line': 'VARCHAR'}
) AS header
LIMIT 1;
