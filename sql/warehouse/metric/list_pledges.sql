-- A fact: who pledged how much, when? One row a pledge, in the company's currency; without a rate it adds nothing. Fraud is
-- known from the moment that the charge-back is.
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
  pledge.base_amount AS value,
  pledge.currency AS currency,
  pledge.risk_level AS risk_level,
  pledge.disposition AS disposition,
  fraud.fraud_at AS fraud_at
FROM pledge
LEFT JOIN fraud ON pledge.pledge_id = fraud.pledge_id
