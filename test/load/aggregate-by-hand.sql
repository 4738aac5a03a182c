-- The best that we know to write by hand for DuckDB alone, of the same numbers as sql/warehouse/aggregate, in 64 bits since
-- they hold these: what `npm run bench` measures ours beside. It keeps nothing for the next time.
-- params: none
WITH u AS MATERIALIZED (
  SELECT
    ROW_NUMBER() OVER () AS k, unit, MIN(variant) AS variant, MIN(time) AS exposed_at, CAST(MIN(time) AS DATE) AS cohort_day,
    MIN(time) - INTERVAL 14 DAY AS prior, MIN(time) + INTERVAL 1 DAY AS d1, MIN(time) + INTERVAL 7 DAY AS d7,
    MIN(time) + INTERVAL 14 DAY AS d14, MIN(time) + INTERVAL 30 DAY AS d30
  FROM exposure
  WHERE experiment = 'x' AND unit_type = 'backer' AND live AND time >= TIMESTAMP '2026-01-15' AND time < TIMESTAMP '2026-03-16'
  GROUP BY unit
  HAVING MIN(variant) = MAX(variant)
),
visit AS (
  SELECT u.k, e.time < u.exposed_at AS before, e.time < u.d7 AS in7, e.time >= u.d1 AS after1
  FROM event e
  JOIN u ON e.distinct_id = u.unit AND e.time >= u.prior AND e.time < u.d14
  WHERE e.name = 'Visit' AND e.live AND e.time >= TIMESTAMP '2026-01-01' AND e.time < TIMESTAMP '2026-03-16'
),
v AS (
  SELECT
    k, COUNT(CASE WHEN NOT before AND in7 THEN 1 END) AS y1, COUNT(CASE WHEN before THEN 1 END) AS c1,
    COUNT(CASE WHEN NOT before THEN 1 END) AS y3, COUNT(CASE WHEN NOT before AND in7 AND after1 THEN 1 END) AS y4
  FROM visit
  GROUP BY k
),
bought AS (
  SELECT u.k, o.time < u.exposed_at AS before, o.time < u.d7 AS in7, o.amount, o.items, o.risk_level = 'normal' AS normal
  FROM snapshot.bench_order o
  JOIN u ON o.backer_id = u.unit AND o.time >= u.prior AND o.time < u.d30
  WHERE o.time < TIMESTAMP '2026-03-16'
),
o AS (
  SELECT
    k, COUNT(CASE WHEN NOT before AND in7 THEN 1 END) AS y5, COUNT(CASE WHEN before THEN 1 END) AS c5,
    SUM(CASE WHEN NOT before AND in7 THEN amount END) AS y6, SUM(CASE WHEN before THEN amount END) AS c6,
    SUM(CASE WHEN NOT before AND in7 THEN items END) AS y7, SUM(CASE WHEN before THEN items END) AS c7,
    SUM(CASE WHEN NOT before AND in7 AND normal THEN amount END) AS y8, SUM(CASE WHEN before AND normal THEN amount END) AS c8,
    COUNT(CASE WHEN NOT before THEN 1 END) AS y10
  FROM bought
  GROUP BY k
),
valued AS (
  SELECT
    u.variant, u.cohort_day,
    COALESCE(y1, 0)::BIGINT AS y1, COALESCE(c1, 0)::BIGINT AS c1,
    LEAST(COALESCE(y1, 0), 1)::BIGINT AS y2, LEAST(COALESCE(c1, 0), 1)::BIGINT AS c2,
    COALESCE(y3, 0)::BIGINT AS y3, LEAST(COALESCE(y4, 0), 1)::BIGINT AS y4, LEAST(COALESCE(c1, 0), 1)::BIGINT AS c4,
    LEAST(COALESCE(y5, 0), 1)::BIGINT AS y5, LEAST(COALESCE(c5, 0), 1)::BIGINT AS c5,
    COALESCE(y6, 0)::BIGINT AS y6, COALESCE(c6, 0)::BIGINT AS c6, COALESCE(y7, 0)::BIGINT AS y7, COALESCE(c7, 0)::BIGINT AS c7,
    COALESCE(y8, 0)::BIGINT AS y8, COALESCE(c8, 0)::BIGINT AS c8,
    LEAST(COALESCE(y6, 0), 50000)::BIGINT AS y9, LEAST(COALESCE(c6, 0), 50000)::BIGINT AS c9,
    COALESCE(y10, 0)::BIGINT AS y10, COALESCE(c5, 0)::BIGINT AS c10
  FROM u
  LEFT JOIN v ON u.k = v.k
  LEFT JOIN o ON u.k = o.k
)
SELECT
  variant, cohort_day, COUNT(*) AS units,
  SUM(y1), SUM(y1 * y1), SUM(c1), SUM(c1 * c1), SUM(c1 * y1), SUM(y2), SUM(y2 * y2), SUM(c2), SUM(c2 * c2), SUM(c2 * y2),
  SUM(y3), SUM(y3 * y3), SUM(c1), SUM(c1 * c1), SUM(c1 * y3), SUM(y4), SUM(y4 * y4), SUM(c4), SUM(c4 * c4), SUM(c4 * y4),
  SUM(y5), SUM(y5 * y5), SUM(c5), SUM(c5 * c5), SUM(c5 * y5), SUM(y6), SUM(y6 * y6), SUM(c6), SUM(c6 * c6), SUM(c6 * y6),
  SUM(y7), SUM(y7 * y7), SUM(c7), SUM(c7 * c7), SUM(c7 * y7), SUM(y8), SUM(y8 * y8), SUM(c8), SUM(c8 * c8), SUM(c8 * y8),
  SUM(y9), SUM(y9 * y9), SUM(c9), SUM(c9 * c9), SUM(c9 * y9),
  SUM(y10), SUM(y10 * y10), SUM(c10), SUM(c10 * c10), SUM(c10 * y10)
FROM valued
GROUP BY variant, cohort_day
ORDER BY variant, cohort_day;
