-- Backtests: a whole policy beside another over stored pledges. What each compares is pinned when it is asked for, so that it
-- may be cut short, go on, and be repeated.
CREATE TABLE backtest (
  id UUID PRIMARY KEY,
  -- contracts/src/backtest.ts: as it was asked for, and what that meant then.
  request JSONB NOT NULL,
  pinned JSONB NOT NULL,
  job_id UUID,
  -- libs/scoring/src/backtest.ts: integers only.
  tally JSONB,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  answered_at TIMESTAMPTZ
);
CREATE INDEX backtest_asked_at ON backtest (asked_at DESC, id DESC);
