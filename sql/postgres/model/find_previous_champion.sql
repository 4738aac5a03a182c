-- Which model decided before the present one did? No row where there was only ever one.
-- params: none
SELECT earlier.champion AS champion
FROM (
  SELECT
    model_pointer.version AS version,
    model_pointer.champion AS champion
  FROM model_pointer
  WHERE model_pointer.champion IS DISTINCT FROM (
    SELECT present.champion
    FROM model_pointer AS present
    ORDER BY present.version DESC
    LIMIT 1
  )
) AS earlier
ORDER BY earlier.version DESC
LIMIT 1
