-- Layers, units that a variant is forced on, and holdouts. A holdout is an experiment of the variants held_out and in,
-- so that its history, its exposures and its readout are those of every other.

ALTER TABLE experiment
-- {key, from, to}: its part of a layer; NULL is the whole of the units.
ADD COLUMN layer JSONB,
-- {unit id: variant}: for trying variants out.
ADD COLUMN forced JSONB NOT NULL DEFAULT '{}',
-- Whether a client's key may force a variant for its own request.
ADD COLUMN qa BOOLEAN NOT NULL DEFAULT FALSE,
-- {experiments: "all" or keys, flags: keys} of a holdout; NULL for every other experiment.
ADD COLUMN holdout JSONB;

-- Which holdouts keep units out of which experiments now. "all" is every experiment of its unit that has started since:
-- one that was there before would move units in the midst of it.
CREATE VIEW experiment_holdout AS
SELECT
  experiment.key AS experiment_key,
  holdout.key AS holdout_key,
  holdout.salt AS salt,
  (holdout.variants -> 0 ->> 'weight')::DOUBLE PRECISION AS share
FROM experiment
INNER JOIN experiment AS holdout ON holdout.unit = experiment.unit
  AND CASE
    WHEN holdout.holdout ->> 'experiments' = 'all' THEN experiment.started_at >= holdout.started_at
    ELSE (holdout.holdout -> 'experiments') ? experiment.key
  END
WHERE experiment.holdout IS NULL
  AND holdout.state IN ('running', 'closed');
