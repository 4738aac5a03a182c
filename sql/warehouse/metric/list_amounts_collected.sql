-- A fact: how much of a pledge was collected, and when? One row a collection, in the company's currency.
-- params: none
SELECT
  pledge_fact.backer_id AS backer_id,
  pledge_fact.project_id AS project_id,
  pledge_fact.pledged_at AS time,
  pledge_outcome.occurred_at AS settled_at,
  COALESCE(pledge_outcome.base_amount, pledge_fact.base_amount) AS value
FROM pledge_outcome
INNER JOIN pledge_fact ON pledge_outcome.pledge_id = pledge_fact.pledge_id
  AND pledge_fact.live
WHERE pledge_outcome.kind = 'collected'
  AND pledge_outcome.live
