-- A fact: what was charged back, and why? One row a charge-back, at the time of the pledge and settled when it became known;
-- in the company's currency, and a thousand times that, whose mean is the loss per thousand units.
-- params: none
SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  outcome.known_at AS settled_at,
  COALESCE(outcome.base_amount, pledge.base_amount) AS value,
  1000 * COALESCE(outcome.base_amount, pledge.base_amount) AS thousandfold,
  outcome.category AS category,
  pledge.risk_level AS risk_level
FROM outcome
INNER JOIN pledge ON outcome.pledge_id = pledge.pledge_id
WHERE outcome.kind = 'charged_back'
