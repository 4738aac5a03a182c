-- A fact: who pledged, and when? One row a pledge; it is settled the moment it is made.
-- params: none
SELECT
  pledge_fact.backer_id AS backer_id,
  pledge_fact.project_id AS project_id,
  pledge_fact.pledged_at AS time,
  pledge_fact.pledged_at AS settled_at,
  1 AS value
FROM pledge_fact
WHERE pledge_fact.live
