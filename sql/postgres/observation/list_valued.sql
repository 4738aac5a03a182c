-- Pledges whose observation itself keeps the values that they were given, since no answer does, in the order of the stamps:
-- one page, after a stamp.
-- params: after_stamp, origin, row_limit
SELECT
  observation.stamp AS stamp,
  observation.epoch AS epoch,
  observation.kind AS kind,
  observation.occurred_at AS occurred_at,
  observation.pledge_id AS pledge_id,
  observation.velocity AS velocity,
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
WHERE observation.origin = $2
  AND observation.stamp > $1
  AND observation.kind IN ('pledge', 'attempt')
  AND observation.velocity IS NOT NULL
ORDER BY observation.stamp
LIMIT $3
