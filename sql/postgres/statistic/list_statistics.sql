-- What did this reading find, by metric and variant?
-- params: refresh_id
SELECT
  statistic.metric AS metric,
  statistic.variant AS variant,
  statistic.units AS units,
  statistic.total AS total,
  statistic.total_of_squares AS total_of_squares,
  statistic.closed_units AS closed_units,
  statistic.closed_total AS closed_total,
  statistic.closed_total_of_squares AS closed_total_of_squares,
  statistic.query_hash AS query_hash,
  statistic.parameters AS parameters
FROM statistic
WHERE statistic.refresh_id = $1
ORDER BY
  statistic.metric COLLATE "C" ASC,
  statistic.variant COLLATE "C" ASC;
