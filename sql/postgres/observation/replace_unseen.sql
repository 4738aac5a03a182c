-- Redis was slow, not away: of a body that it recorded the answer was stored under a stamp of Postgres too, which Redis has
-- not seen. That observation goes, the nearest where there are several; what Redis has seen is the pledge's in its place.
-- params: rows, origin
WITH unseen AS (
  SELECT
    given.stamp AS stamp,
    observation.stamp AS unseen_stamp,
    observation.revision AS revision
  FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
    kind TEXT, stamp BIGINT, epoch BIGINT, pledge_id TEXT, body_hash TEXT
  )
  CROSS JOIN LATERAL (
    SELECT
      observation.stamp AS stamp,
      observation.revision AS revision
    FROM observation
    WHERE observation.origin = $2
      AND observation.kind = 'pledge'
      AND observation.pledge_id = given.pledge_id
      AND observation.body_hash = given.body_hash
      AND observation.stamp <> given.stamp
      AND observation.epoch > given.epoch
    ORDER BY ABS(observation.stamp - given.stamp)
    LIMIT 1
  ) AS observation
  WHERE given.kind = 'attempt'
),
gone AS (
  DELETE FROM observation
  USING unseen
  WHERE observation.origin = $2
    AND observation.stamp = unseen.unseen_stamp
  RETURNING observation.stamp AS stamp
)
UPDATE observation
SET
  kind = 'pledge',
  revision = unseen.revision,
  velocity = NULL
FROM unseen
INNER JOIN gone ON unseen.unseen_stamp = gone.stamp
WHERE observation.origin = $2
  AND observation.stamp = unseen.stamp
  AND observation.kind = 'attempt'
