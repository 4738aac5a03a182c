-- The rows of a file, in its order, with the columns that are asked about; numbers are still text.
-- params: path
CREATE TABLE file_row AS
SELECT
  ROW_NUMBER() OVER () AS row_number,
  CASE
    WHEN TRIM(CAST(source./*{unit:identifier}*/ AS VARCHAR)) <> '' THEN CAST(source./*{unit:identifier}*/ AS VARCHAR)
  END AS unit,
  CASE
    WHEN TRIM(CAST(source./*{variant:identifier}*/ AS VARCHAR)) <> '' THEN CAST(source./*{variant:identifier}*/ AS VARCHAR)
  END AS variant,
  /*{day:fragment}*/ AS day,
  /*{day_text:fragment}*/ AS day_text,
/*{texts:fragment}*/
FROM /*{reader:identifier}*/($1, /*{options:fragment}*/) AS source;
