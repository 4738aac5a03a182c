-- Which observations does Redis hold, in the order of their stamps? One page, after a (stamp, origin).
-- params: from_stamp, after_origin, from_time, row_limit
SELECT
  observation.stamp AS stamp,
  observation.origin AS origin,
  observation.kind AS kind,
  observation.category AS category,
  observation.occurred_at AS occurred_at,
  observation.amount AS amount,
  observation.ip AS ip,
  observation.ip_network AS ip_network,
  observation.device AS device,
  observation.card AS card,
  observation.bin AS bin,
  observation.backer AS backer,
  observation.email AS email,
  observation.address AS address,
  observation.project AS project,
  observation.creator AS creator
FROM observation
WHERE (observation.stamp, observation.origin) > ($1::BIGINT, $2::UUID)
  AND observation.occurred_at >= $3
  AND observation.epoch IS NOT NULL
  AND observation.live
ORDER BY observation.stamp, observation.origin
LIMIT $4
