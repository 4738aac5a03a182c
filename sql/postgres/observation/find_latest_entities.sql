-- By which card, device, address … was this pledge last made?
-- params: pledge_id
SELECT
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
WHERE observation.pledge_id = $1
  AND observation.kind IN ('pledge', 'attempt')
ORDER BY observation.stamp DESC
LIMIT 1
