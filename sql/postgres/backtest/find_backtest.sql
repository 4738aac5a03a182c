-- What was asked, what that meant, and what came of it?
-- params: id
SELECT
  backtest.id AS id,
  backtest.request AS request,
  backtest.pinned AS pinned,
  backtest.job_id AS job_id,
  backtest.tally AS tally,
  backtest.asked_by AS asked_by,
  backtest.asked_at AS asked_at,
  backtest.answered_at AS answered_at,
  job.state AS state,
  job.progress AS progress,
  job.error AS error
FROM backtest
LEFT JOIN job ON backtest.job_id = job.id
WHERE backtest.id = $1
