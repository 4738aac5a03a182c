-- What a backtest counted; once.
-- params: id, tally, answered_at
UPDATE backtest
SET tally = $2::JSONB, answered_at = $3
WHERE id = $1
  AND answered_at IS NULL
