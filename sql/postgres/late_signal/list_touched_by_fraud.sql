-- Pledges that a fraud touches, after an id: those of its backer, card or device, and those of its card or project whose
-- windows it lies in. Not those that are over, nor those that were judged when it was known; of an import that told it, those
-- that it scored as of a time when it was.
-- params: pledge_id, backer, card, device, project, occurred_at, stamp, after, row_limit, import_id, import_stamp
SELECT assessment.pledge_id AS pledge_id
FROM assessment
WHERE assessment.live
  AND assessment.latest
  AND assessment.pledge_id > $8
  AND assessment.pledge_id <> $1
  AND assessment.as_of < CASE WHEN assessment.origin = $10::UUID THEN $11::BIGINT ELSE $7::BIGINT END
  AND (
    assessment.backer_id = $2
    OR assessment.card = $3
    OR assessment.device = $4
    OR (assessment.project_id = $5 AND assessment.window_end > $6::BIGINT)
  )
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT $9
