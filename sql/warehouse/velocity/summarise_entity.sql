-- What was known of a pledge's entity within the windows of its features? One row a pledge that has a value of the entity.
-- Compiled from the velocity catalogue (libs/scoring) for one entity or pair: one join, all windows. `epoch` is the one
-- that the pledges of an import see beside their own import's observations; NULL: each pledge's own. What was observed live
-- (the origin of zeros) while Redis was away has a later epoch, and was in no live value. `earliest` is not after
-- any of the pledges' own times: what became known before its window began cannot count, and need not be looked at.
-- params: origin, from_stamp, until_stamp, epoch, earliest
WITH pledge AS (
  SELECT
    observation.origin AS origin,
    observation.stamp AS stamp,
    observation.occurred_at AS window_end,
    COALESCE(CAST($4 AS BIGINT), observation.epoch) AS epoch,
    /*{columns:fragment}*/
  FROM observation
  WHERE observation.origin = $1
    AND observation.stamp >= $2
    AND observation.stamp < $3
    AND observation.kind = 'pledge'
    AND /*{present:fragment}*/
)

SELECT
  pledge.stamp AS stamp,
  /*{features:fragment}*/
FROM pledge
LEFT JOIN observation ON /*{agreement:fragment}*/
  AND observation.occurred_at >= pledge.window_end - /*{window:integer}*/
  AND observation.occurred_at < pledge.window_end
  AND observation.stamp < pledge.stamp
  AND observation.stamp >= CAST($5 AS BIGINT) - /*{window:integer}*/
  AND observation.stamp < $3
  AND (
    observation.epoch <= pledge.epoch
    OR (observation.origin = pledge.origin AND pledge.origin <> '00000000-0000-0000-0000-000000000000')
  )
  AND observation.live
GROUP BY
  pledge.stamp,
  pledge.window_end
