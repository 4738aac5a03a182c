-- The job that runs a backtest.
-- params: id, job_id
UPDATE backtest
SET job_id = $2
WHERE id = $1
