-- What was known of one pledge's entity within the windows of its features? As velocity/summarise_entity of the warehouse
-- has it for all pledges of an origin, for one that need be no observation itself: a test key's leaves none.
-- params: origin, stamp, epoch, window_end, entities
WITH pledge AS (
  SELECT
    $1::UUID AS origin,
    $2::BIGINT AS stamp,
    $3::BIGINT AS epoch,
    $4::BIGINT AS window_end,
    given.entities ->> 'ip' AS ip,
    given.entities ->> 'ip_network' AS ip_network,
    given.entities ->> 'device' AS device,
    given.entities ->> 'card' AS card,
    given.entities ->> 'bin' AS bin,
    given.entities ->> 'backer' AS backer,
    given.entities ->> 'email' AS email,
    given.entities ->> 'address' AS address,
    given.entities ->> 'project' AS project,
    given.entities ->> 'creator' AS creator
  FROM (SELECT $5::JSONB AS entities) AS given
)

SELECT
  pledge.stamp AS stamp,
  /*{features:fragment}*/
FROM pledge
LEFT JOIN observation ON /*{agreement:fragment}*/
  AND observation.occurred_at >= pledge.window_end - /*{window:integer}*/
  AND observation.occurred_at < pledge.window_end
  AND observation.stamp < pledge.stamp
  AND (
    observation.epoch <= pledge.epoch
    OR (observation.origin = pledge.origin AND pledge.origin <> '00000000-0000-0000-0000-000000000000')
  )
  AND observation.live
GROUP BY
  pledge.stamp,
  pledge.window_end
