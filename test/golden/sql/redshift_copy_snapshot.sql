-- The lines of the objects that a manifest names, appended to a table; each column takes the field of its name.
-- params: none
COPY "staged_snapshot" (
  "id",
  "goal",
  "launched_at"
)
FROM 's3://buckets/verdict/loading/copy-1.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/verdict'
MANIFEST
FORMAT AS JSON 'auto'
TIMEFORMAT 'auto'
GZIP;
