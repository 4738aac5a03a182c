-- Which of these buckets are new? One that somebody else has given meanwhile stays as it is, and is not among them.
-- params: lives, attributes, values, experiment_keys, bucket_versions, variants, given_at
INSERT INTO sticky_bucket (live, attribute, value, experiment_key, bucket_version, variant, given_at)
SELECT
  given.live AS live,
  given.attribute AS attribute,
  given.value AS value,
  given.experiment_key AS experiment_key,
  given.bucket_version AS bucket_version,
  given.variant AS variant,
  $7::TIMESTAMPTZ AS given_at
FROM unnest($1::BOOLEAN[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::INTEGER[], $6::TEXT[])
AS given (live, attribute, value, experiment_key, bucket_version, variant)
ON CONFLICT DO NOTHING
RETURNING
  sticky_bucket.live AS live,
  sticky_bucket.attribute AS attribute,
  sticky_bucket.value AS value,
  sticky_bucket.experiment_key AS experiment_key,
  sticky_bucket.bucket_version AS bucket_version;
