-- What was given in experiments that ended before a time goes, so many rows at once: nobody is answered by it any more.
-- params: ended_before, row_limit
WITH ended AS (
  SELECT sticky_bucket.ctid AS place
  FROM sticky_bucket
  INNER JOIN experiment ON sticky_bucket.experiment_key = experiment.key
  WHERE experiment.state IN ('stopped', 'decided')
    AND coalesce(experiment.decided_at, experiment.stopped_at) < $1
  LIMIT $2
),
deleted AS (
  DELETE FROM sticky_bucket
  WHERE sticky_bucket.ctid IN (SELECT ended.place FROM ended)
  RETURNING 1 AS one
)
SELECT count(*)::INTEGER AS buckets
FROM deleted;
