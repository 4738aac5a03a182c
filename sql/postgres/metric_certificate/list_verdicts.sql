-- What did the latest certificate of each of these versions of metrics say, for units of this type?
-- params: metrics, versions, unit
SELECT DISTINCT ON (asked.metric, asked.version)
  asked.metric AS metric,
  asked.version AS version,
  metric_certificate.certificate AS certificate,
  metric_certificate.made_at AS made_at
FROM unnest($1::TEXT[], $2::INTEGER[]) AS asked (metric, version)
INNER JOIN metric_certificate ON asked.metric = metric_certificate.metric_key
  AND asked.version = metric_certificate.metric_version
  AND metric_certificate.unit = $3
ORDER BY
  asked.metric ASC,
  asked.version ASC,
  metric_certificate.made_at DESC,
  metric_certificate.id DESC;
