-- A fact: how much of what was pledged remained? One row a pledge with its amount, and one that takes it away again when it
-- was cancelled; in the company's currency.
-- params: none
WITH cancelled AS (
  SELECT
    outcome.pledge_id AS pledge_id,
    MIN(outcome.occurred_at) AS cancelled_at
  FROM outcome
  WHERE outcome.kind = 'cancelled'
  GROUP BY outcome.pledge_id
),

fraud AS (
  SELECT
    outcome.pledge_id AS pledge_id,
    MIN(outcome.known_at) AS fraud_at
  FROM outcome
  WHERE outcome.kind = 'charged_back'
    AND outcome.category = 'fraud'
  GROUP BY outcome.pledge_id
),

movement AS (
  SELECT
    pledge.pledge_id AS pledge_id,
    pledge.pledged_at AS settled_at,
    pledge.base_amount AS value
  FROM pledge
  UNION ALL
  SELECT
    pledge.pledge_id AS pledge_id,
    cancelled.cancelled_at AS settled_at,
    -pledge.base_amount AS value
  FROM pledge
  INNER JOIN cancelled ON pledge.pledge_id = cancelled.pledge_id
)

SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  movement.settled_at AS settled_at,
  movement.value AS value,
  pledge.risk_level AS risk_level,
  fraud.fraud_at AS fraud_at
FROM movement
INNER JOIN pledge ON movement.pledge_id = pledge.pledge_id
LEFT JOIN fraud ON movement.pledge_id = fraud.pledge_id
