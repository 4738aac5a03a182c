-- What is needed to judge a stored pledge once more, bit for bit, and what values are usual among pledges: both are parts
-- of an answer, so every version of them is kept for ever.

ALTER TABLE assessment
-- What was looked up for it, and which list entries named it: see libs/trust/src/assessment/evidence.ts. NULL for answers
-- from before it was kept.
ADD COLUMN evidence JSONB;

-- Which versions of which rules a ruleset was, by the hash that answers have of it.
CREATE TABLE ruleset (
  hash TEXT PRIMARY KEY,
  -- [[rule id, version], …] in the order in which they are tried.
  rules JSONB NOT NULL,
  noted_at TIMESTAMPTZ NOT NULL
);
CREATE TRIGGER ruleset_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ruleset
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How the values of each feature lie among pledges of a time: what percentiles are read from.
CREATE TABLE feature_distribution (
  version INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The pledges' own times, half-open.
  from_time TIMESTAMPTZ NOT NULL,
  until_time TIMESTAMPTZ NOT NULL,
  -- How many pledges the sample has, and what chose them.
  pledges INTEGER NOT NULL,
  seed BIGINT NOT NULL,
  -- {feature: {known, values, below, up_to}}: see libs/scoring/src/distribution.ts.
  features JSONB NOT NULL,
  computed_at TIMESTAMPTZ NOT NULL,
  CHECK (from_time <= until_time)
);
CREATE TRIGGER feature_distribution_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON feature_distribution
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feature_distribution_added AFTER INSERT ON feature_distribution
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();

-- Whoever holds the present version reads it again, and notes its ruleset.
UPDATE risk_configuration SET version = version + 1;
