-- The lines of the objects that a manifest names, appended to a table; each column takes the field of its name.
-- params: none
COPY "staged_event" (
  "identity",
  "source",
  "event",
  "distinct_id",
  "time",
  "insert_id",
  "ip",
  "ip4",
  "ip6",
  "properties",
  "live",
  "log_transaction",
  "log_position"
)
FROM 's3://buckets/verdict/loading/copy-1.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/verdict'
MANIFEST
FORMAT AS JSON 'auto'
TIMEFORMAT 'epochmillisecs'
GZIP;
