-- A fact: how much of a pledge was collected, and when? One row a collection, in the company's currency.
-- params: none
SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.time AS time,
  pledge_outcome.occurred_at AS settled_at,
  COALESCE(pledge_outcome.base_amount, pledge.base_amount) AS value
FROM pledge_outcome
INNER JOIN pledge ON pledge_outcome.pledge_id = pledge.pledge_id
  AND pledge.live
WHERE pledge_outcome.kind = 'collected'
  AND pledge_outcome.live
