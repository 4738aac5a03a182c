-- These answers join the cases of their entities that are not closed; which cases were those? What the queue's policy has done
-- it has not done to them.
-- params: rows, now
WITH given AS (
  SELECT
    row_of.place AS place,
    row_of.entity_kind AS entity_kind,
    row_of.entity_id AS entity_id,
    row_of.pledge_id AS pledge_id,
    row_of.project_id AS project_id,
    row_of.cause AS cause
  FROM JSONB_TO_RECORDSET($1::JSONB) AS row_of (
    place INTEGER, entity_kind TEXT, entity_id TEXT, pledge_id TEXT, project_id TEXT, cause TEXT
  )
),
joined AS (
  SELECT
    review_case.id AS case_id,
    given.pledge_id AS pledge_id,
    COUNT(*) AS revisions,
    (ARRAY_AGG(given.project_id ORDER BY given.place DESC))[1] AS project_id,
    (ARRAY_AGG(given.cause ORDER BY given.place DESC))[1] AS cause
  FROM given
  INNER JOIN review_case
    ON given.entity_kind = review_case.entity_kind
      AND given.entity_id = review_case.entity_id
      AND review_case.state <> 'closed'
  GROUP BY review_case.id, given.pledge_id
),
stored AS (
  INSERT INTO review_case_pledge (case_id, pledge_id, project_id, revisions, cause, joined_at)
  SELECT
    joined.case_id AS case_id,
    joined.pledge_id AS pledge_id,
    joined.project_id AS project_id,
    joined.revisions AS revisions,
    joined.cause AS cause,
    $2 AS joined_at
  FROM joined
  ON CONFLICT (case_id, pledge_id) DO UPDATE SET
    revisions = review_case_pledge.revisions + EXCLUDED.revisions,
    project_id = EXCLUDED.project_id,
    cause = EXCLUDED.cause
)
UPDATE review_case
SET acted_at = NULL
WHERE review_case.id IN (SELECT joined.case_id FROM joined)
RETURNING review_case.id AS id
