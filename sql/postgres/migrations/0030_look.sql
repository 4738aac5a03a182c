-- Looks: readings that a plan's procedure judges. Each is kept as it was seen, with all that it was computed from.

-- A reading that is cut at a look is not the latest word on an experiment.
ALTER TABLE experiment_refresh ADD COLUMN for_look BOOLEAN NOT NULL DEFAULT FALSE;

-- Somebody wants to look before the schedule does, and says why.
CREATE TABLE look_declaration (
  id UUID PRIMARY KEY,
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  reason TEXT NOT NULL,
  -- {kind, id, name}
  declared_by JSONB NOT NULL,
  declared_at TIMESTAMPTZ NOT NULL,
  -- The look that was taken for it; NULL while it waits.
  number INTEGER
);
CREATE INDEX look_declaration_waiting ON look_declaration (experiment_key) WHERE number IS NULL;

CREATE TABLE look (
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  number INTEGER NOT NULL CHECK (number >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('scheduled', 'declared', 'final')),
  refresh_id UUID NOT NULL REFERENCES experiment_refresh (id),
  -- What the reading is cut at.
  data_through TIMESTAMPTZ NOT NULL,
  taken_at TIMESTAMPTZ NOT NULL,
  -- How often units had been divided anew: looks of before are of other units.
  division TIMESTAMPTZ,
  -- The experiment as it was then, and what was seen: the look by itself, and the readout around it.
  experiment JSONB NOT NULL,
  content JSONB NOT NULL,
  readout JSONB NOT NULL,
  PRIMARY KEY (experiment_key, number)
);
CREATE TRIGGER look_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON look
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Plans of before are read once, at their end, as they were made to be.
UPDATE experiment
SET plan = plan || '{"procedure": "fixed", "spending": "obrien_fleming", "look_days": 7, "guardrails": []}'::JSONB
WHERE plan IS NOT NULL;
