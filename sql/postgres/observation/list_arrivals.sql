-- Which observations arrived after a number, in the order of arrival? One page.
-- params: after_arrival, from_time, row_limit
SELECT
  observation.arrival AS arrival,
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
WHERE observation.arrival > $1
  AND observation.occurred_at >= $2
  AND observation.epoch IS NOT NULL
  AND observation.live
ORDER BY observation.arrival
LIMIT $3
