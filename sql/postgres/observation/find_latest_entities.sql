-- By which card, device, address … was this pledge last made? No row: it has not been scored.
-- params: pledge_id, live
SELECT
  observation.ip AS ip,
  observation.ip_network AS ip_network,
  observation.device AS device,
  observation.card AS card,
  observation.bin AS bin,
  assessment.backer_id AS backer,
  observation.email AS email,
  observation.address AS address,
  assessment.project_id AS project,
  assessment.creator_id AS creator
FROM assessment
LEFT JOIN observation ON assessment.pledge_id = observation.pledge_id
  AND assessment.live = observation.live
  AND observation.kind IN ('pledge', 'attempt')
WHERE assessment.pledge_id = $1
  AND assessment.live = $2
  AND assessment.latest
ORDER BY observation.stamp DESC
LIMIT 1
