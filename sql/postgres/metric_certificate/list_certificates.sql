-- What is known of a metric's past, the latest first; with a unit, of that one.
-- params: metric_key, unit, row_limit
SELECT
  metric_certificate.id AS id,
  metric_certificate.metric_key AS metric_key,
  metric_certificate.metric_version AS metric_version,
  metric_certificate.unit AS unit,
  metric_certificate.began_at AS began_at,
  metric_certificate.ended_at AS ended_at,
  metric_certificate.days AS days,
  metric_certificate.arrivals AS arrivals,
  metric_certificate.sums AS sums,
  metric_certificate.scale AS scale,
  metric_certificate.certificate AS certificate,
  metric_certificate.seed AS seed,
  metric_certificate.engine AS engine,
  metric_certificate.commit AS commit,
  metric_certificate.query_hash AS query_hash,
  metric_certificate.parameters AS parameters,
  metric_certificate.made_at AS made_at
FROM metric_certificate
WHERE metric_certificate.metric_key = $1
  AND ($2::TEXT IS NULL OR metric_certificate.unit = $2)
ORDER BY
  metric_certificate.made_at DESC,
  metric_certificate.id DESC
LIMIT $3;
