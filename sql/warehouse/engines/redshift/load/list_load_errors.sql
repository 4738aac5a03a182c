-- What was wrong with the lines of the latest load of a session that failed?
-- params: session_id
WITH latest AS (
  SELECT MAX(failed.query_id) AS query_id
  FROM sys_load_error_detail AS failed
  WHERE failed.session_id = CAST($1 AS INTEGER)
)

SELECT
  TRIM(sys_load_error_detail.file_name) AS object,
  sys_load_error_detail.line_number AS line,
  TRIM(sys_load_error_detail.column_name) AS field,
  TRIM(sys_load_error_detail.error_message) AS message
FROM sys_load_error_detail
INNER JOIN latest ON sys_load_error_detail.query_id = latest.query_id
ORDER BY
  sys_load_error_detail.file_name ASC,
  sys_load_error_detail.line_number ASC
LIMIT 10;
