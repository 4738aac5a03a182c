-- How many addresses of an experiment can be read by now?
-- params: experiment_key, now
SELECT
  COUNT(*) AS links
FROM share_link
WHERE share_link.experiment_key = $1
  AND share_link.revoked_at IS NULL
  AND share_link.expires_at > $2;
