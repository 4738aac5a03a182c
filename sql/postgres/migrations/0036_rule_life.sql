-- The life of a rule: watched in shadow before it counts, silenced for one entity, and found again by what it did. Lists of
-- millions of entries, of which a process reads only what changed.

-- A later state is added to this list: `experiment` is to come between shadow and live.
ALTER TABLE rule DROP CONSTRAINT rule_state_check;
ALTER TABLE rule ADD CONSTRAINT rule_state_check CHECK (state IN ('draft', 'shadow', 'live', 'retired'));

-- Silences one rule for one entity until a time; `ended_at` when somebody ended it before.
CREATE TABLE rule_snooze (
  id UUID PRIMARY KEY,
  rule_id UUID NOT NULL REFERENCES rule (id),
  kind TEXT NOT NULL CHECK (kind IN ('ip', 'email', 'domain', 'card', 'device', 'backer', 'project')),
  value TEXT NOT NULL,
  until TIMESTAMPTZ NOT NULL,
  reason TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  ended_at TIMESTAMPTZ,
  CHECK (until <= created_at + INTERVAL '180 days')
);
CREATE INDEX rule_snooze_rule ON rule_snooze (rule_id, created_at);
CREATE INDEX rule_snooze_held ON rule_snooze (until) WHERE ended_at IS NULL;
CREATE TRIGGER rule_snooze_changed AFTER INSERT OR UPDATE OR DELETE ON rule_snooze
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();

-- What a rule fired on, was silenced on, could not decide, or would have done in shadow.
CREATE INDEX assessment_rule ON assessment USING GIN (JSONB_PATH_QUERY_ARRAY(rules, '$[*].id')) WHERE latest;

ALTER TABLE list_entry
-- The version of the configuration that the entry came, or went, with.
ADD COLUMN change BIGINT NOT NULL DEFAULT 0,
ADD COLUMN removed_by TEXT;
CREATE INDEX list_entry_change ON list_entry (change);
CREATE INDEX list_entry_value ON list_entry (kind, value);

-- The version is raised before the rows are written: it is locked then, so that all changes up to a version are there
-- for whoever reads that version.
DROP TRIGGER list_changed ON list_entry;
CREATE TRIGGER list_changed BEFORE INSERT OR UPDATE ON list_entry
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();

CREATE FUNCTION note_list_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  SELECT version INTO NEW.change FROM risk_configuration;
  RETURN NEW;
END
$$;
CREATE TRIGGER list_noted BEFORE INSERT OR UPDATE ON list_entry
FOR EACH ROW EXECUTE FUNCTION note_list_change();
-- An entry is marked as removed, so that processes learn of it.
CREATE TRIGGER list_entry_stays BEFORE DELETE OR TRUNCATE ON list_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
