-- Redshift's: how many boundaries of a part lie between two times. The parts that the shared text uses.
-- params: none
CREATE OR REPLACE FUNCTION datediff(part VARCHAR, earlier TIMESTAMP, later TIMESTAMP) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE part
  WHEN 'day' THEN CAST(CAST(later AS DATE) - CAST(earlier AS DATE) AS BIGINT)
  WHEN 'hour' THEN CAST(EXTRACT(EPOCH FROM DATE_TRUNC('hour', later) - DATE_TRUNC('hour', earlier)) AS BIGINT) / 3600
  WHEN 'minute' THEN CAST(EXTRACT(EPOCH FROM DATE_TRUNC('minute', later) - DATE_TRUNC('minute', earlier)) AS BIGINT) / 60
  WHEN 'second' THEN CAST(EXTRACT(EPOCH FROM DATE_TRUNC('second', later) - DATE_TRUNC('second', earlier)) AS BIGINT)
  WHEN 'ms' THEN CAST(
    EXTRACT(EPOCH FROM DATE_TRUNC('milliseconds', later) - DATE_TRUNC('milliseconds', earlier)) * 1000 AS BIGINT
  )
END;
