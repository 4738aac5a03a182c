-- From which addresses did the latest pledges of an entity come?
-- params: id, row_limit
SELECT
  recent.ip AS ip,
  COUNT(*) AS pledges,
  TO_TIMESTAMP(MAX(recent.occurred_at) / 1000000.0) AS last_at
FROM (
  SELECT
    observation.ip AS ip,
    observation.occurred_at AS occurred_at
  FROM observation
  WHERE observation./*{column:identifier}*/ = $1
    AND observation.kind = 'pledge'
    AND observation.live
    AND observation.ip IS NOT NULL
  ORDER BY observation.occurred_at DESC
  LIMIT 2000
) AS recent
GROUP BY recent.ip
ORDER BY last_at DESC, recent.ip
LIMIT $2
