-- What was known of the entities of these pledges within the windows of their features? As velocity/summarise_entity of the
-- warehouse has it for all pledges of an origin, for some that need be no observations themselves: a test key's leaves none.
-- One look for each of them, whatever the planner expects of so few.
-- params: points
WITH pledge AS (
  SELECT
    given.place AS place,
    given.origin AS origin,
    given.stamp AS stamp,
    given.epoch AS epoch,
    given.window_end AS window_end,
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
  FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
    place INTEGER, origin UUID, stamp BIGINT, epoch BIGINT, window_end BIGINT, entities JSONB
  )
)

SELECT
  pledge.place AS place,
  summary.*
FROM pledge
CROSS JOIN LATERAL (
  SELECT
    /*{features:fragment}*/
  FROM observation
  WHERE /*{agreement:fragment}*/
    AND observation.occurred_at >= pledge.window_end - /*{window:integer}*/
    AND observation.occurred_at < pledge.window_end
    AND observation.stamp < pledge.stamp
    AND (
      observation.epoch <= pledge.epoch
      OR (observation.origin = pledge.origin AND pledge.origin <> '00000000-0000-0000-0000-000000000000')
    )
    AND observation.live
) AS summary
