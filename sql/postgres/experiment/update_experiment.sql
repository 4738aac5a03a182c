-- The next version of an experiment; its caller holds the row's lock.
-- params: key, state, version, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, decided_variant, started_at, enrolment_closed_at, stopped_at, decided_at
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
  decided_variant = $12,
  started_at = $13,
  enrolment_closed_at = $14,
  stopped_at = $15,
  decided_at = $16
WHERE experiment.key = $1
  AND experiment.version = $3 - 1;
