-- Redshift's: how many boundaries of a part lie between two times. Weeks are left out: no two warehouses agree.
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
  WHEN 'month' THEN
    CAST(EXTRACT(YEAR FROM later) - EXTRACT(YEAR FROM earlier) AS BIGINT) * 12
    + CAST(EXTRACT(MONTH FROM later) - EXTRACT(MONTH FROM earlier) AS BIGINT)
  WHEN 'quarter' THEN
    CAST(EXTRACT(YEAR FROM later) - EXTRACT(YEAR FROM earlier) AS BIGINT) * 4
    + CAST(EXTRACT(QUARTER FROM later) - EXTRACT(QUARTER FROM earlier) AS BIGINT)
  WHEN 'year' THEN CAST(EXTRACT(YEAR FROM later) - EXTRACT(YEAR FROM earlier) AS BIGINT)
  -- An error that says which: no count at all would be taken for an unknown time.
  ELSE CAST('DATEDIFF counts no ' || part AS BIGINT)
END;
