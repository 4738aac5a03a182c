-- The outcomes that are not there yet.
-- params: none
INSERT INTO pledge_outcome (
  pledge_id, outcome_id, kind, category, reason_code, amount, currency, base_amount, occurred_at, known_at, live,
  log_transaction, log_position
)
WITH ranked AS (
  SELECT
    staged_pledge_outcome.pledge_id AS pledge_id,
    staged_pledge_outcome.outcome_id AS outcome_id,
    staged_pledge_outcome.kind AS kind,
    staged_pledge_outcome.category AS category,
    staged_pledge_outcome.reason_code AS reason_code,
    staged_pledge_outcome.amount AS amount,
    staged_pledge_outcome.currency AS currency,
    staged_pledge_outcome.base_amount AS base_amount,
    staged_pledge_outcome.occurred_at AS occurred_at,
    staged_pledge_outcome.known_at AS known_at,
    staged_pledge_outcome.live AS live,
    staged_pledge_outcome.log_transaction AS log_transaction,
    staged_pledge_outcome.log_position AS log_position,
    ROW_NUMBER() OVER (
      PARTITION BY staged_pledge_outcome.pledge_id, staged_pledge_outcome.outcome_id, staged_pledge_outcome.live
      ORDER BY staged_pledge_outcome.log_transaction ASC, staged_pledge_outcome.log_position ASC
    ) AS occurrence
  FROM staged_pledge_outcome
)

SELECT
  ranked.pledge_id AS pledge_id,
  ranked.outcome_id AS outcome_id,
  ranked.kind AS kind,
  ranked.category AS category,
  ranked.reason_code AS reason_code,
  ranked.amount AS amount,
  ranked.currency AS currency,
  ranked.base_amount AS base_amount,
  ranked.occurred_at AS occurred_at,
  ranked.known_at AS known_at,
  ranked.live AS live,
  ranked.log_transaction AS log_transaction,
  ranked.log_position AS log_position
FROM ranked
LEFT JOIN pledge_outcome ON ranked.pledge_id = pledge_outcome.pledge_id
  AND ranked.outcome_id = pledge_outcome.outcome_id
  AND ranked.live = pledge_outcome.live
WHERE ranked.occurrence = 1
  AND pledge_outcome.pledge_id IS NULL;
