-- A fact: how much was pledged, and when? One row a pledge, in the company's currency; without a rate it adds nothing.
-- params: none
SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.time AS time,
  pledge.time AS settled_at,
  pledge.base_amount AS value
FROM pledge
WHERE pledge.live
