-- People's questions find this in the place of DuckDB's own, which makes NULL of a division by zero: it is an error elsewhere.
-- params: none
CREATE OR REPLACE MACRO published."//"(dividend, divisor) AS
  CASE
    WHEN divisor = 0 AND dividend IS NOT NULL THEN ERROR('division by zero')
    ELSE system.main.divide(dividend, divisor)
  END;
