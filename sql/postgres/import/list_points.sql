-- The rows again, in their order, to be scored: of each that became an observation of a pledge its request, and what tables
-- beside it say. A row that is no such pledge has no revision.
-- params: import_id, after_known_at, after_line, after_part, row_limit, last_stamp
SELECT
  stamped.known_at AS known_at,
  stamped.line AS line,
  stamped.part AS part,
  stamped.stamp AS stamp,
  stamped.pledge_id AS pledge_id,
  observation.occurred_at AS occurred_at,
  observation.revision AS revision,
  observation.creator AS creator,
  CASE
    WHEN observation.revision IS NOT NULL THEN stamped.body
  END AS body,
  backer_fact.signed_up_at AS signed_up_at,
  project_fact.launched_at AS launched_at,
  creator_fact.signed_up_at AS creator_signed_up_at
FROM list_stamped_rows($1, $2, $3, $4::SMALLINT, $5, $6) AS stamped
LEFT JOIN observation ON stamped.stamp = observation.stamp
  AND observation.origin = $1
  AND observation.kind = 'pledge'
  AND stamped.kind = 'pledge'
LEFT JOIN backer_fact ON observation.backer = backer_fact.backer_id
LEFT JOIN project_fact ON observation.project = project_fact.project_id
LEFT JOIN backer_fact AS creator_fact ON observation.creator = creator_fact.backer_id
ORDER BY stamped.stamp ASC
