-- The next version of an experiment; its caller holds the row's lock.
-- params: key, state, version, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer, forced, qa, holdout, decided_variant, started_at, enrolment_closed_at, stopped_at, decided_at
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
  decided_variant = $16,
  started_at = $17,
  enrolment_closed_at = $18,
  stopped_at = $19,
  decided_at = $20
WHERE experiment.key = $1
  AND experiment.version = $3 - 1;
