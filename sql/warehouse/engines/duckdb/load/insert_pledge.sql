-- The last word of this batch on each pledge, unless a later one is there.
-- params: none
INSERT INTO pledge
WITH ranked AS (
  SELECT
    staged_pledge.*,
    row_number() OVER (
      PARTITION BY staged_pledge.pledge_id, staged_pledge.live
      ORDER BY staged_pledge.log_transaction DESC, staged_pledge.log_position DESC
    ) AS recency
  FROM staged_pledge
)

SELECT ranked.* EXCLUDE (recency)
FROM ranked
LEFT JOIN pledge ON pledge.pledge_id = ranked.pledge_id
  AND pledge.live = ranked.live
WHERE ranked.recency = 1
  AND pledge.pledge_id IS NULL;
