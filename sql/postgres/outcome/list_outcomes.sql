-- What happened to a pledge afterwards, the latest first?
-- params: pledge_id, live
SELECT
  pledge_outcome.id AS id,
  pledge_outcome.kind AS kind,
  pledge_outcome.category AS category,
  pledge_outcome.reason_code AS reason_code,
  pledge_outcome.won AS won,
  pledge_outcome.amount AS amount,
  pledge_outcome.currency AS currency,
  pledge_outcome.occurred_at AS occurred_at,
  pledge_outcome.known_at AS known_at
FROM pledge_outcome
WHERE pledge_outcome.pledge_id = $1
  AND pledge_outcome.live = $2
ORDER BY
  pledge_outcome.occurred_at DESC,
  pledge_outcome.id DESC
