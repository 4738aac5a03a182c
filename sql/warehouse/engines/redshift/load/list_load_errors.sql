-- What was wrong with the lines of the latest load of a session?
-- params: session_id
SELECT
  sys_load_error_detail.file_name AS object,
  sys_load_error_detail.line_number AS line,
  sys_load_error_detail.column_name AS field,
  sys_load_error_detail.error_message AS message
FROM sys_load_error_detail
WHERE sys_load_error_detail.session_id = CAST($1 AS INTEGER)
ORDER BY sys_load_error_detail.start_time DESC
LIMIT 10;
