-- Which entities has any pledge of an import?
-- params: origin
SELECT
  BOOL_OR(observation.ip IS NOT NULL) AS ip,
  BOOL_OR(observation.ip_network IS NOT NULL) AS ip_network,
  BOOL_OR(observation.device IS NOT NULL) AS device,
  BOOL_OR(observation.card IS NOT NULL) AS card,
  BOOL_OR(observation.backer IS NOT NULL) AS backer,
  BOOL_OR(observation.email IS NOT NULL) AS email,
  BOOL_OR(observation.address IS NOT NULL) AS address,
  BOOL_OR(observation.project IS NOT NULL) AS project,
  BOOL_OR(observation.creator IS NOT NULL) AS creator,
  BOOL_OR(observation.bin IS NOT NULL) AS bin
FROM observation
WHERE observation.origin = $1
  AND observation.kind = 'pledge'
