-- What did the latest scan find?
-- params: none
SELECT
  interaction_scan.id AS id,
  interaction_scan.pairs AS pairs,
  interaction_scan.engine AS engine,
  interaction_scan.commit AS commit,
  interaction_scan.query_hash AS query_hash,
  interaction_scan.scanned_at AS scanned_at
FROM interaction_scan
ORDER BY
  interaction_scan.scanned_at DESC,
  interaction_scan.id DESC
LIMIT 1;
