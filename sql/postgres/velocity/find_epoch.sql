-- Which epoch holds?
-- params: none
SELECT
  velocity_epoch.epoch AS epoch,
  velocity_epoch.token AS token,
  velocity_epoch.run_id AS run_id
FROM velocity_epoch
ORDER BY velocity_epoch.epoch DESC
LIMIT 1
