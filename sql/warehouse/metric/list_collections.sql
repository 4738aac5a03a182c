-- A fact: how much of a pledge was collected? One row a collection, at the time of the pledge and settled when the card was
-- charged; in the company's currency.
-- params: none
WITH fraud AS (
  SELECT
    outcome.pledge_id AS pledge_id,
    MIN(outcome.known_at) AS fraud_at
  FROM outcome
  WHERE outcome.kind = 'charged_back'
    AND outcome.category = 'fraud'
  GROUP BY outcome.pledge_id
)

SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  outcome.occurred_at AS settled_at,
  COALESCE(outcome.base_amount, pledge.base_amount) AS value,
  pledge.risk_level AS risk_level,
  fraud.fraud_at AS fraud_at
FROM outcome
INNER JOIN pledge ON outcome.pledge_id = pledge.pledge_id
LEFT JOIN fraud ON outcome.pledge_id = fraud.pledge_id
WHERE outcome.kind = 'collected'
