-- Through when each fact of a reading was loaded, and looks that wait until it is.

-- contracts/src/experiment/data-through.ts; NULL in readings from before.
ALTER TABLE experiment_refresh ADD COLUMN facts JSONB;

-- The look that is due next and waits, one an experiment; gone once it is taken.
CREATE TABLE look_wait (
  experiment_key TEXT PRIMARY KEY REFERENCES experiment (key),
  -- What the look will be cut at.
  cut TIMESTAMPTZ NOT NULL,
  -- When a refresh first found it waiting.
  since TIMESTAMPTZ NOT NULL,
  -- Then it is taken with what there is.
  until TIMESTAMPTZ NOT NULL,
  -- What it waits for: [{table, data_through}].
  tables JSONB NOT NULL
);
