-- What happened to this pledge afterwards, in the order in which it became known?
-- params: pledge_id, live
SELECT
  pledge_outcome.id AS id,
  pledge_outcome.kind AS kind,
  pledge_outcome.category AS category,
  pledge_outcome.reason_code AS reason_code,
  pledge_outcome.won AS won,
  pledge_outcome.amount AS amount,
  pledge_outcome.currency AS currency,
  pledge_outcome.base_amount AS base_amount,
  pledge_outcome.occurred_at AS occurred_at,
  pledge_outcome.known_at AS known_at
FROM pledge_outcome
WHERE pledge_outcome.pledge_id = $1
  AND pledge_outcome.live = $2
ORDER BY pledge_outcome.stamp
