-- Is this outcome of the pledge stored already?
-- params: pledge_id, live, id
SELECT
  pledge_outcome.body_hash AS body_hash,
  pledge_outcome.kind AS kind,
  pledge_outcome.category AS category,
  pledge_outcome.won AS won,
  pledge_outcome.known_at AS known_at
FROM pledge_outcome
WHERE pledge_outcome.pledge_id = $1
  AND pledge_outcome.live = $2
  AND pledge_outcome.id = $3
