-- What comparisons of live values with those of SQL and of replays came to: one a day, of a sample.

CREATE TABLE equality_check (
  id UUID PRIMARY KEY,
  checked_at TIMESTAMPTZ NOT NULL,
  answers BIGINT NOT NULL,
  -- Velocity values that were compared.
  compared BIGINT NOT NULL,
  -- Answers that say that velocity was unknown to them, or that Redis was lost around them: they need not be equal.
  marked BIGINT NOT NULL,
  -- Of the others, what SQL, or a replay, has otherwise.
  differing BIGINT NOT NULL,
  -- The first of these, with all that is needed to look at them.
  examples JSONB NOT NULL
);
CREATE INDEX equality_check_time ON equality_check (checked_at);
