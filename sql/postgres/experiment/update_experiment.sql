-- The next version of an experiment; its caller holds the row's lock.
-- params: key, state, version, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer, forced, qa, holdout, sticky, bucket_version, min_bucket_version, fallback_attribute, reweighted_at, rebucketed_at, decided_variant, started_at, enrolment_closed_at, stopped_at, decided_at, pinned_metrics, reporting_zone, exclusions, pinned_exclusions
UPDATE experiment
SET
  state = $2,
  version = $3,
  hypothesis = $4,
  unit = $5,
  variants = $6,
  baseline = $7,
  coverage = $8,
  salt = $9,
  metrics = $10,
  plan = $11,
  layer = $12,
  forced = $13,
  qa = $14,
  holdout = $15,
  sticky = $16,
  bucket_version = $17,
  min_bucket_version = $18,
  fallback_attribute = $19,
  reweighted_at = $20,
  rebucketed_at = $21,
  decided_variant = $22,
  started_at = $23,
  enrolment_closed_at = $24,
  stopped_at = $25,
  decided_at = $26,
  pinned_metrics = $27,
  reporting_zone = $28,
  exclusions = $29,
  pinned_exclusions = $30
WHERE experiment.key = $1
  AND experiment.version = $3 - 1;
