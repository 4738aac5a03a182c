-- Experiments: their definitions with every change, what each process's snapshot is made of, and what readouts are
-- computed from. Weights are shares that sum to one; sums are exact and money is in minor units.

-- One row: raised in the transaction of each change, so that a process knows at a glance whether its snapshot is old.
CREATE TABLE configuration_version (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  version BIGINT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL
);
INSERT INTO configuration_version (version, changed_at) VALUES (0, now());

CREATE TABLE experiment (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'closed', 'paused', 'stopped', 'decided')),
  -- Counts the changes of this experiment, from 1.
  version INTEGER NOT NULL CHECK (version >= 1),
  hypothesis TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('visitor', 'backer', 'project')),
  -- [{key, weight, description?}]: the order is part of the assignment.
  variants JSONB NOT NULL,
  baseline TEXT NOT NULL,
  coverage DOUBLE PRECISION NOT NULL CHECK (coverage BETWEEN 0 AND 1),
  salt TEXT NOT NULL,
  hash_version INTEGER NOT NULL DEFAULT 2 CHECK (hash_version IN (1, 2)),
  -- The primary metric first.
  metrics TEXT[] NOT NULL,
  -- What was asked for, and the units that it takes.
  plan JSONB,
  decided_variant TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  started_at TIMESTAMPTZ,
  enrolment_closed_at TIMESTAMPTZ,
  stopped_at TIMESTAMPTZ,
  decided_at TIMESTAMPTZ,
  CHECK ((state = 'draft') = (started_at IS NULL)),
  CHECK ((state = 'decided') = (decided_variant IS NOT NULL)),
  CHECK (state NOT IN ('closed', 'stopped', 'decided') OR enrolment_closed_at IS NOT NULL)
);

-- Everybody got the baseline from paused_at on; the end is NULL while it lasts.
CREATE TABLE experiment_pause (
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  paused_at TIMESTAMPTZ NOT NULL,
  resumed_at TIMESTAMPTZ,
  PRIMARY KEY (experiment_key, paused_at)
);

-- Who changed what: the history of an experiment only grows.
CREATE TABLE experiment_change (
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  version INTEGER NOT NULL,
  action TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'key', 'system')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  note TEXT,
  before JSONB,
  after JSONB NOT NULL,
  PRIMARY KEY (experiment_key, version)
);
CREATE TRIGGER experiment_change_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON experiment_change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The text of each warehouse query that a stored number came from, under the SHA-256 of the text, for ever.
CREATE TABLE query (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  engine TEXT NOT NULL,
  commit TEXT NOT NULL,
  first_used_at TIMESTAMPTZ NOT NULL
);

-- One reading of the warehouse for one experiment. All are kept: how the numbers grew is part of the story.
CREATE TABLE experiment_refresh (
  id UUID PRIMARY KEY,
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  experiment_version INTEGER NOT NULL,
  refreshed_at TIMESTAMPTZ NOT NULL,
  -- Events before this time were in the warehouse.
  data_through TIMESTAMPTZ NOT NULL,
  engine TEXT NOT NULL,
  commit TEXT NOT NULL,
  -- Units that met more than one variant are left out of everything else.
  multiple_variant_units BIGINT NOT NULL,
  unit_query_hash TEXT NOT NULL REFERENCES query (hash),
  unit_parameters JSONB NOT NULL
);
CREATE INDEX experiment_refresh_latest ON experiment_refresh (experiment_key, id DESC);

-- Units that met exactly one variant.
CREATE TABLE experiment_unit (
  refresh_id UUID NOT NULL REFERENCES experiment_refresh (id),
  variant TEXT NOT NULL,
  units BIGINT NOT NULL,
  PRIMARY KEY (refresh_id, variant)
);

-- Sufficient statistics: n, Σy and Σy² of the metric's value per unit, of all units so far and of those whose window
-- is closed. Everything statistical is computed from these.
CREATE TABLE statistic (
  refresh_id UUID NOT NULL REFERENCES experiment_refresh (id),
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  units BIGINT NOT NULL,
  total NUMERIC(38, 0) NOT NULL,
  total_of_squares NUMERIC(38, 0) NOT NULL,
  closed_units BIGINT NOT NULL,
  closed_total NUMERIC(38, 0) NOT NULL,
  closed_total_of_squares NUMERIC(38, 0) NOT NULL,
  query_hash TEXT NOT NULL REFERENCES query (hash),
  parameters JSONB NOT NULL,
  PRIMARY KEY (refresh_id, metric, variant)
);
