-- A fact: how much was pledged, and when? One row a pledge, in the company's currency; without a rate it adds nothing.
-- params: none
SELECT
  pledge_fact.backer_id AS backer_id,
  pledge_fact.project_id AS project_id,
  pledge_fact.pledged_at AS time,
  pledge_fact.pledged_at AS settled_at,
  pledge_fact.base_amount AS value
FROM pledge_fact
WHERE pledge_fact.live
