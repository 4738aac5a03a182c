-- What has the latest refresh of each kind cost, of these experiments?
-- params: experiments
SELECT DISTINCT ON (refresh_cost.experiment_key, refresh_cost.read)
  refresh_cost.experiment_key AS experiment_key,
  refresh_cost.refreshed_at AS refreshed_at,
  refresh_cost.signature AS signature,
  refresh_cost.read AS read,
  refresh_cost.rows_written AS rows_written,
  refresh_cost.seconds AS seconds,
  refresh_cost.days AS days
FROM refresh_cost
WHERE refresh_cost.experiment_key = ANY($1::TEXT[])
ORDER BY
  refresh_cost.experiment_key ASC,
  refresh_cost.read ASC,
  refresh_cost.refreshed_at DESC;
