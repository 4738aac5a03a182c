-- A fact: who pledged, and when? One row a pledge; it is settled the moment it is made.
-- params: none
SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.time AS time,
  pledge.time AS settled_at,
  1 AS value
FROM pledge
WHERE pledge.live
