-- What stands in a row in the place of its day?
-- params: row_number
SELECT
  file_row.day_text AS day_text
FROM file_row
WHERE file_row.row_number = $1;
