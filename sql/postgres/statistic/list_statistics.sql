-- What did these readings find, by line and variant? Of one metric, or of all where it is NULL.
-- params: refresh_ids, metric
SELECT
  statistic.refresh_id AS refresh_id,
  statistic.metric AS metric,
  statistic.metric_version AS metric_version,
  statistic.reading AS reading,
  statistic.variant AS variant,
  statistic.units AS units,
  statistic.total AS total,
  statistic.total_of_squares AS total_of_squares,
  statistic.closed_units AS closed_units,
  statistic.closed_total AS closed_total,
  statistic.closed_total_of_squares AS closed_total_of_squares,
  statistic.denominators AS denominators,
  statistic.covariates AS covariates,
  statistic.phases AS phases,
  statistic.query_hash AS query_hash,
  statistic.parameters AS parameters,
  statistic.uncapped AS uncapped,
  statistic.shape AS shape,
  statistic.cap AS cap,
  statistic.ranked AS ranked
FROM statistic
WHERE statistic.refresh_id = any($1::UUID[])
  AND ($2::TEXT IS NULL OR statistic.metric = $2)
ORDER BY
  statistic.metric COLLATE "C" ASC,
  statistic.metric_version ASC,
  statistic.reading COLLATE "C" ASC,
  statistic.variant COLLATE "C" ASC;
