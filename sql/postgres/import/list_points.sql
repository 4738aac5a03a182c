-- The rows again, in their order, to be scored: of each that became an observation of a pledge its request, and what tables
-- beside it say. A row that is no such pledge has no revision.
-- params: import_id, after_known_at, after_line, after_part, row_limit
WITH page AS (
  SELECT
    import_row.known_at AS known_at,
    import_row.line AS line,
    import_row.part AS part,
    import_row.kind AS kind,
    import_row.stamp AS stamp,
    import_row.body AS body
  FROM import_row
  WHERE import_row.import_id = $1
    AND (import_row.known_at, import_row.line, import_row.part) > ($2::BIGINT, $3::BIGINT, $4::SMALLINT)
  ORDER BY import_row.known_at ASC, import_row.line ASC, import_row.part ASC
  LIMIT $5
)

SELECT
  page.known_at AS known_at,
  page.line AS line,
  page.part AS part,
  page.stamp AS stamp,
  observation.occurred_at AS occurred_at,
  observation.revision AS revision,
  observation.creator AS creator,
  CASE
    WHEN observation.revision IS NOT NULL THEN page.body
  END AS body,
  backer_fact.signed_up_at AS signed_up_at,
  project_fact.launched_at AS launched_at,
  creator_fact.signed_up_at AS creator_signed_up_at
FROM page
LEFT JOIN observation ON page.stamp = observation.stamp
  AND observation.origin = $1
  AND observation.kind = 'pledge'
  AND page.kind = 'pledge'
LEFT JOIN backer_fact ON observation.backer = backer_fact.backer_id
LEFT JOIN project_fact ON observation.project = project_fact.project_id
LEFT JOIN backer_fact AS creator_fact ON observation.creator = creator_fact.backer_id
ORDER BY page.stamp ASC
