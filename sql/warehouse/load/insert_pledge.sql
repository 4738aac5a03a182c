-- The last word of this batch on each pledge, unless a later one is there.
-- params: none
INSERT INTO pledge (
  pledge_id, backer_id, project_id, amount, currency, base_amount, time, ip4, ip6, live, log_transaction, log_position
)
WITH ranked AS (
  SELECT
    staged_pledge.pledge_id AS pledge_id,
    staged_pledge.backer_id AS backer_id,
    staged_pledge.project_id AS project_id,
    staged_pledge.amount AS amount,
    staged_pledge.currency AS currency,
    staged_pledge.base_amount AS base_amount,
    staged_pledge.time AS time,
    staged_pledge.ip4 AS ip4,
    staged_pledge.ip6 AS ip6,
    staged_pledge.live AS live,
    staged_pledge.log_transaction AS log_transaction,
    staged_pledge.log_position AS log_position,
    ROW_NUMBER() OVER (
      PARTITION BY staged_pledge.pledge_id, staged_pledge.live
      ORDER BY staged_pledge.log_transaction DESC, staged_pledge.log_position DESC
    ) AS recency
  FROM staged_pledge
)

SELECT
  ranked.pledge_id AS pledge_id,
  ranked.backer_id AS backer_id,
  ranked.project_id AS project_id,
  ranked.amount AS amount,
  ranked.currency AS currency,
  ranked.base_amount AS base_amount,
  ranked.time AS time,
  ranked.ip4 AS ip4,
  ranked.ip6 AS ip6,
  ranked.live AS live,
  ranked.log_transaction AS log_transaction,
  ranked.log_position AS log_position
FROM ranked
LEFT JOIN pledge ON ranked.pledge_id = pledge.pledge_id
  AND ranked.live = pledge.live
WHERE ranked.recency = 1
  AND pledge.pledge_id IS NULL;
