-- The latest pledges of an import, in the order of their stamps, with their requests and what tables beside them say: as
-- import/list_points has them page by page.
-- params: import_id, row_limit
WITH latest AS (
  SELECT
    observation.stamp AS stamp,
    observation.pledge_id AS pledge_id,
    observation.occurred_at AS occurred_at,
    observation.revision AS revision,
    observation.creator AS creator,
    observation.backer AS backer,
    observation.project AS project
  FROM observation
  WHERE observation.origin = $1
    AND observation.kind = 'pledge'
    AND observation.revision IS NOT NULL
  ORDER BY observation.stamp DESC
  LIMIT $2
)

SELECT
  import_row.known_at AS known_at,
  import_row.line AS line,
  import_row.part AS part,
  latest.stamp AS stamp,
  latest.pledge_id AS pledge_id,
  latest.occurred_at AS occurred_at,
  latest.revision AS revision,
  latest.creator AS creator,
  import_row.body AS body,
  backer_fact.signed_up_at AS signed_up_at,
  project_fact.launched_at AS launched_at,
  creator_fact.signed_up_at AS creator_signed_up_at
FROM latest
INNER JOIN import_row ON import_row.import_id = $1
  AND import_row.known_at = latest.occurred_at
  AND import_row.kind = 'pledge'
  AND import_row.pledge_id = latest.pledge_id
LEFT JOIN backer_fact ON latest.backer = backer_fact.backer_id
LEFT JOIN project_fact ON latest.project = project_fact.project_id
LEFT JOIN backer_fact AS creator_fact ON latest.creator = creator_fact.backer_id
ORDER BY latest.stamp ASC
