-- Which epoch holds, and which of these live stamps belong to another pledge?
-- Looked up one by one, as in assessment/insert_assessments.
-- params: rows, origin
WITH current_epoch AS (
  SELECT
    velocity_epoch.epoch AS epoch,
    velocity_epoch.token AS token
  FROM velocity_epoch
  ORDER BY velocity_epoch.epoch DESC
  LIMIT 1
),
taken AS (
  SELECT
    COALESCE(JSONB_AGG(observation.stamp), '[]') AS stamps
  FROM JSONB_TO_RECORDSET($1::JSONB) AS given (stamp BIGINT, pledge_id TEXT)
  CROSS JOIN LATERAL (
    SELECT
      observation.stamp AS stamp,
      observation.pledge_id AS pledge_id
    FROM observation
    WHERE observation.origin = $2
      AND observation.stamp = given.stamp
    LIMIT 1
  ) AS observation
  WHERE observation.pledge_id <> given.pledge_id
)
SELECT
  COALESCE(current_epoch.epoch, 0) AS epoch,
  current_epoch.token AS token,
  taken.stamps AS taken
FROM taken
LEFT JOIN current_epoch ON TRUE
