-- What happened to a pledge afterwards, and when it was known.
-- params: none
CREATE OR REPLACE VIEW published."outcome" AS
SELECT
  pledge_outcome.pledge_id AS pledge_id,
  pledge_outcome.outcome_id AS outcome_id,
  pledge_outcome.kind AS kind,
  pledge_outcome.category AS category,
  pledge_outcome.reason_code AS reason_code,
  pledge_outcome.amount AS amount,
  pledge_outcome.currency AS currency,
  pledge_outcome.base_amount AS base_amount,
  pledge_outcome.occurred_at AS occurred_at,
  pledge_outcome.known_at AS known_at
FROM /*{own:identifier}*/.pledge_outcome
WHERE pledge_outcome.live;
