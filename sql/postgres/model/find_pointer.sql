-- Which model decides, and which is watched beside it?
-- params: none
SELECT
  model_pointer.version AS version,
  model_pointer.champion AS champion,
  model_pointer.challenger AS challenger,
  model_pointer.created_at AS created_at,
  model_pointer.created_by AS created_by
FROM model_pointer
ORDER BY model_pointer.version DESC
LIMIT 1
