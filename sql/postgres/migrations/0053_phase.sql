-- Phases of experiments: what changed while units came in who meets what.

CREATE TABLE experiment_phase (
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  began_at TIMESTAMPTZ NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('weights', 'targeting')),
  -- Whose rules changed; of weights ''.
  flag TEXT NOT NULL DEFAULT '',
  -- By variant, before and after; NULL where they stayed as they were.
  weights_before JSONB,
  weights JSONB,
  PRIMARY KEY (experiment_key, began_at, why, flag),
  CHECK ((why = 'weights') = (weights IS NOT NULL AND weights_before IS NOT NULL)),
  CHECK ((why = 'targeting') = (flag <> ''))
);

-- Weights that changed before phases were kept.
INSERT INTO experiment_phase (experiment_key, began_at, why, weights_before, weights)
WITH weighed AS (
  SELECT
    experiment_change.experiment_key AS experiment_key,
    experiment_change.at AS at,
    (
      SELECT jsonb_object_agg(variant ->> 'key', variant -> 'weight')
      FROM jsonb_array_elements(experiment_change.before -> 'variants') AS variant
    ) AS weights_before,
    (
      SELECT jsonb_object_agg(variant ->> 'key', variant -> 'weight')
      FROM jsonb_array_elements(experiment_change.after -> 'variants') AS variant
    ) AS weights
  FROM experiment_change
  WHERE experiment_change.before IS NOT NULL
    AND experiment_change.before ->> 'state' <> 'draft'
)
SELECT
  weighed.experiment_key AS experiment_key,
  weighed.at AS began_at,
  'weights' AS why,
  weighed.weights_before AS weights_before,
  weighed.weights AS weights
FROM weighed
WHERE weighed.weights_before <> weighed.weights
ON CONFLICT DO NOTHING;

-- What of a line is of units of each phase, once there are several; NULL in readings of one phase.
ALTER TABLE statistic ADD COLUMN phases JSONB;
