-- The best that we know to write by hand for DuckDB alone, of the same answer as sql/warehouse/path: what
-- `npm run bench` measures ours beside.
-- params: start_name, from_time, until_time, gap_minutes, row_limit
WITH started AS (
  SELECT COALESCE(i.backer_id, e.distinct_id) AS person, MIN(e.time) AS first_time, MAX(e.time) + to_minutes(3 * $4::BIGINT) AS last_time
  FROM event e
  LEFT JOIN "identity" i ON e.distinct_id = i.visitor_id AND i.live
  WHERE e.name = $1 AND e.time >= $2 AND e.time < $3 AND e.live
  GROUP BY ALL
),
alias AS (
  SELECT i.visitor_id AS distinct_id, person, first_time, last_time
  FROM started JOIN "identity" i ON person = i.backer_id AND i.live
  UNION ALL
  SELECT person AS distinct_id, person, first_time, last_time
  FROM started ANTI JOIN (SELECT visitor_id AS person FROM "identity" WHERE live) USING (person)
),
led AS (
  SELECT
    e.name, e.time,
    LEAD(e.name, 1) OVER history AS name_1, LEAD(e.time, 1) OVER history AS time_1,
    LEAD(e.name, 2) OVER history AS name_2, LEAD(e.time, 2) OVER history AS time_2,
    LEAD(e.name, 3) OVER history AS name_3, LEAD(e.time, 3) OVER history AS time_3
  FROM event e
  JOIN alias a ON e.distinct_id = a.distinct_id AND e.time >= first_time AND e.time <= last_time
  WHERE e.time >= $2 AND e.live
  WINDOW history AS (PARTITION BY person ORDER BY e.time, e.log_transaction, e.log_position)
  QUALIFY e.name = $1 AND e.time < $3
),
path AS (
  SELECT
    COALESCE(time_1 - time <= to_minutes($4::BIGINT), FALSE) AS on_1,
    COALESCE(on_1 AND time_2 - time_1 <= to_minutes($4::BIGINT), FALSE) AS on_2,
    COALESCE(on_2 AND time_3 - time_2 <= to_minutes($4::BIGINT), FALSE) AS on_3,
    if(on_1, name_1, NULL) AS step_1, if(on_2, name_2, NULL) AS step_2, if(on_3, name_3, NULL) AS step_3,
    if(on_1, epoch_ms(time_1) - epoch_ms(time), NULL) / 1000::DOUBLE AS wait_1,
    if(on_2, epoch_ms(time_2) - epoch_ms(time_1), NULL) / 1000::DOUBLE AS wait_2,
    if(on_3, epoch_ms(time_3) - epoch_ms(time_2), NULL) / 1000::DOUBLE AS wait_3
  FROM led
)
SELECT
  step_1, step_2, step_3, COUNT(*) AS paths, COUNT(*)::DOUBLE / SUM(COUNT(*)) OVER () AS share,
  quantile_cont(wait_1, 0.5) AS median_seconds_1, quantile_cont(wait_1, 0.9) AS ninth_decile_seconds_1,
  quantile_cont(wait_2, 0.5) AS median_seconds_2, quantile_cont(wait_2, 0.9) AS ninth_decile_seconds_2,
  quantile_cont(wait_3, 0.5) AS median_seconds_3, quantile_cont(wait_3, 0.9) AS ninth_decile_seconds_3
FROM path
GROUP BY step_1, step_2, step_3
ORDER BY paths DESC, step_1 NULLS FIRST, step_2 NULLS FIRST, step_3 NULLS FIRST
LIMIT $5
