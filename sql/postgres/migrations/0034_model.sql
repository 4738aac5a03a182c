-- Models that were, or are to be, trained: a row a training, which a job carries out; and which of them decides.

CREATE TABLE model_version (
  version INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- contracts/src/model.ts: what was asked for, with everything that was left to a default.
  request JSONB NOT NULL,
  -- Only what was observed before it is learnt from; decided once, so that a training that is repeated is the same.
  cut TIMESTAMPTZ NOT NULL,
  -- Of the features that it could learn from: see libs/trust/src/score/evaluate.ts.
  features_version TEXT NOT NULL,
  job_id UUID,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  -- This and what follows is NULL until it is trained. contracts/src/model.ts: rows and times of what was learnt from and
  -- of what it was tested on.
  data JSONB,
  -- By the later part of the pledges, of which nothing was learnt.
  metrics JSONB,
  -- [{rows, predicted, observed}, …]
  curve JSONB,
  -- libs/boosting/src/machine.ts: as text, whose bytes the hash is of; JSONB would write its numbers anew.
  machine TEXT,
  -- SHA-256 of the machine.
  hash TEXT,
  finished_at TIMESTAMPTZ,
  CHECK ((finished_at IS NULL) = (machine IS NULL))
);

-- A trained model is part of every answer that it gave.
CREATE FUNCTION keep_trained_model() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'model version % is trained and stays as it is', OLD.version;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER model_version_stays BEFORE UPDATE ON model_version
FOR EACH ROW EXECUTE FUNCTION keep_trained_model();
CREATE TRIGGER model_version_only_grows BEFORE DELETE OR TRUNCATE ON model_version
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The champion decides, the challenger is asked beside it and has no effect. The last row holds; NULL: the documented prior,
-- or no challenger.
CREATE TABLE model_pointer (
  version INTEGER PRIMARY KEY,
  champion INTEGER REFERENCES model_version (version),
  challenger INTEGER REFERENCES model_version (version),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (champion IS NULL OR challenger IS NULL OR champion <> challenger)
);
INSERT INTO model_pointer VALUES (1, NULL, NULL, now(), 'system');
CREATE TRIGGER model_pointer_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON model_pointer
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER model_pointer_added AFTER INSERT ON model_pointer
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();

ALTER TABLE assessment
-- What the challenger would have said, in points; which one it was is among the versions. NULL without one.
ADD COLUMN challenger_score DOUBLE PRECISION;

-- Trainings read answers in the order of their windows, also those that were revised later.
CREATE INDEX assessment_window ON assessment (window_end, id) WHERE live;
