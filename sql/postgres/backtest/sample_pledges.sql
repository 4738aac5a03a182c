-- A sample of the live pledges of a time, as a backtest reads them and without what became of them, and how many there are.
-- Ids are sorted by a hash before any features are read.
-- params: from_time, to_time, row_limit
WITH recent AS (
  SELECT assessment.id AS id
  FROM assessment
  WHERE assessment.latest
    AND assessment.live
    AND assessment.occurred_at >= $1
    AND assessment.occurred_at < $2
),
chosen AS (
  SELECT recent.id AS id
  FROM recent
  ORDER BY HASHTEXTEXTENDED(recent.id::TEXT, 0) ASC, recent.id ASC
  LIMIT $3
)
SELECT
  assessment.id AS id,
  assessment.occurred_at::TEXT AS occurred_at,
  assessment.features AS features,
  assessment.evidence -> 'lists' AS lists,
  assessment.evidence -> 'snoozed' AS snoozed,
  assessment.degraded AS degraded,
  assessment.late AS late,
  assessment.base_amount AS base_amount,
  assessment.card AS card,
  assessment.ip AS ip,
  assessment.device AS device,
  assessment.email AS email,
  assessment.backer_id AS backer,
  assessment.project_id AS project,
  NULL::TEXT AS label_then,
  NULL::TEXT AS label_now,
  NULL::BOOLEAN AS aged_then,
  NULL::BOOLEAN AS aged_now,
  TRUE AS known,
  (SELECT COUNT(recent.id)::INTEGER FROM recent) AS pledges
FROM chosen
INNER JOIN assessment ON chosen.id = assessment.id
