-- A new draft.
-- params: key, state, version, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer, forced, qa, holdout, sticky, bucket_version, min_bucket_version, fallback_attribute, created_at, created_by, exclusions
INSERT INTO experiment (
  key, state, version, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer, forced, qa, holdout,
  sticky, bucket_version, min_bucket_version, fallback_attribute, created_at, created_by, exclusions
)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22
);
