-- Redshift's: a time so many parts later. The parts that the shared text uses.
-- params: none
CREATE OR REPLACE MACRO dateadd(part, number, moment) AS
CAST(moment AS TIMESTAMP) + CASE part
  WHEN 'ms' THEN to_milliseconds(CAST(number AS BIGINT))
  WHEN 'second' THEN to_seconds(CAST(number AS BIGINT))
  WHEN 'minute' THEN to_minutes(CAST(number AS BIGINT))
  WHEN 'hour' THEN to_hours(CAST(number AS BIGINT))
  WHEN 'day' THEN to_days(CAST(number AS INTEGER))
  WHEN 'month' THEN to_months(CAST(number AS INTEGER))
  ELSE error('dateadd: no such part')
END;
