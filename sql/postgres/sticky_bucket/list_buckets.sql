-- What were these ids given?
-- params: lives, attributes, values
SELECT
  sticky_bucket.live AS live,
  sticky_bucket.attribute AS attribute,
  sticky_bucket.value AS value,
  sticky_bucket.experiment_key AS experiment_key,
  sticky_bucket.bucket_version AS bucket_version,
  sticky_bucket.variant AS variant
FROM unnest($1::BOOLEAN[], $2::TEXT[], $3::TEXT[]) AS asked (live, attribute, value)
INNER JOIN sticky_bucket ON asked.live = sticky_bucket.live
  AND asked.attribute = sticky_bucket.attribute
  AND asked.value = sticky_bucket.value;
