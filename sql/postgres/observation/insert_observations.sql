-- What was observed live, many at once. One that a sweep stored as an attempt is completed; what is there stays, and its
-- stamp is left out of the answer.
-- params: rows
INSERT INTO observation (
  origin, stamp, epoch, kind, occurred_at, pledge_id, revision, live, amount, category, ip, ip_network, device, card,
  bin, backer, email, address, project, creator, body_hash, velocity
)
SELECT
  given.origin AS origin,
  given.stamp AS stamp,
  given.epoch AS epoch,
  given.kind AS kind,
  given.occurred_at AS occurred_at,
  given.pledge_id AS pledge_id,
  given.revision AS revision,
  TRUE AS live,
  given.amount AS amount,
  given.category AS category,
  given.entities ->> 'ip' AS ip,
  given.entities ->> 'ip_network' AS ip_network,
  given.entities ->> 'device' AS device,
  given.entities ->> 'card' AS card,
  given.entities ->> 'bin' AS bin,
  given.entities ->> 'backer' AS backer,
  given.entities ->> 'email' AS email,
  given.entities ->> 'address' AS address,
  given.entities ->> 'project' AS project,
  given.entities ->> 'creator' AS creator,
  given.body_hash AS body_hash,
  given.velocity AS velocity
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
  origin UUID, stamp BIGINT, epoch BIGINT, kind TEXT, occurred_at BIGINT, pledge_id TEXT, revision INTEGER,
  amount BIGINT, category TEXT, entities JSONB, body_hash TEXT, velocity JSONB
)
ON CONFLICT (origin, stamp) DO UPDATE SET
  kind = EXCLUDED.kind,
  revision = EXCLUDED.revision,
  velocity = NULL
WHERE observation.kind = 'attempt'
  AND EXCLUDED.kind = 'pledge'
  AND observation.pledge_id = EXCLUDED.pledge_id
RETURNING observation.stamp AS stamp
