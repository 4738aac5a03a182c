-- One row a pledge, from all that tells of it (pledge_fact). Money is integer minor units.
-- params: none
CREATE OR REPLACE VIEW published."pledge" AS
SELECT
  pledge_fact.pledge_id AS pledge_id,
  pledge_fact.backer_id AS backer_id,
  pledge_fact.project_id AS project_id,
  pledge_fact.amount AS amount,
  pledge_fact.currency AS currency,
  pledge_fact.base_amount AS base_amount,
  pledge_fact.pledged_at AS pledged_at,
  pledge_fact.state AS state,
  pledge_fact.ip4 AS ip4,
  pledge_fact.ip6 AS ip6,
  pledge_fact.revision AS revision,
  pledge_fact.risk_score AS risk_score,
  pledge_fact.risk_level AS risk_level,
  pledge_fact.disposition AS disposition,
  pledge_fact.assessed_at AS assessed_at
FROM /*{own:identifier}*/.pledge_fact
WHERE pledge_fact.live;
