-- How many jobs are there in each state, and since when does the oldest unfinished one wait?
-- params: none
SELECT
  job.state AS state,
  count(*) AS jobs,
  min(job.created_at) AS oldest
FROM job
WHERE job.state IN ('pending', 'running')
  OR job.created_at > now() - INTERVAL '7 days'
GROUP BY job.state;
