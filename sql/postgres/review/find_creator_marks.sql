-- Who is the creator of a project, and which cards and devices did they use themselves for pledges, to whatever project?
-- params: project_id
WITH creator AS (
  SELECT
    (
      SELECT project_fact.creator_id
      FROM project_fact
      WHERE project_fact.project_id = $1
    ) AS id
),
own AS (
  SELECT
    assessment.card AS card,
    assessment.device AS device
  FROM creator
  INNER JOIN assessment ON creator.id = assessment.backer_id
  WHERE assessment.live
)
SELECT
  creator.id AS creator_id,
  COALESCE((SELECT JSONB_AGG(DISTINCT own.card) FROM own WHERE own.card IS NOT NULL), '[]') AS cards,
  COALESCE((SELECT JSONB_AGG(DISTINCT own.device) FROM own WHERE own.device IS NOT NULL), '[]') AS devices
FROM creator
