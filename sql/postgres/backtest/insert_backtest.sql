-- A backtest that waits for its job.
-- params: id, request, pinned, asked_by, asked_at
INSERT INTO backtest (id, request, pinned, asked_by, asked_at)
VALUES ($1, $2::JSONB, $3::JSONB, $4, $5)
