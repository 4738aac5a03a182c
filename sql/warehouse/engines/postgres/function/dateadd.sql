-- Redshift's: a time so many parts later. The parts that the shared text uses.
-- params: none
CREATE OR REPLACE FUNCTION dateadd(part VARCHAR, number BIGINT, moment TIMESTAMP) RETURNS TIMESTAMP
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN moment + CASE part
  WHEN 'ms' THEN number * INTERVAL '1 millisecond'
  WHEN 'second' THEN number * INTERVAL '1 second'
  WHEN 'minute' THEN number * INTERVAL '1 minute'
  WHEN 'hour' THEN number * INTERVAL '1 hour'
  WHEN 'day' THEN number * INTERVAL '1 day'
  WHEN 'month' THEN number * INTERVAL '1 month'
  -- An error that says which: no time at all would be taken for an unknown one.
  ELSE CAST('DATEADD adds no ' || part AS INTERVAL)
END;
