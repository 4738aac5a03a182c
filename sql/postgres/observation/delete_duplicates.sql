-- Redis was slow, not away: the same body was stored under a stamp of Postgres too. What Redis has not seen goes.
-- params: rows, origin
DELETE FROM observation
USING JSONB_TO_RECORDSET($1::JSONB) AS given (stamp BIGINT, epoch BIGINT, pledge_id TEXT, body_hash TEXT)
WHERE observation.origin = $2
  AND observation.kind = 'pledge'
  AND observation.pledge_id = given.pledge_id
  AND observation.body_hash = given.body_hash
  AND observation.stamp <> given.stamp
  AND observation.epoch > given.epoch
