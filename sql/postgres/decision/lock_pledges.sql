-- What holds of these pledges, kept so until the transaction ends? One that has a newer revision by then is left out: whoever
-- asked asks again.
-- params: pledge_ids
SELECT
  assessment.id AS id,
  assessment.pledge_id AS pledge_id,
  assessment.disposition AS disposition,
  assessment.created_at AS created_at,
  assessment.effective_action AS effective_action,
  assessment.effective_by AS effective_by,
  assessment.effective_at AS effective_at,
  assessment.decision_id AS decision_id
FROM assessment
WHERE assessment.pledge_id = ANY($1::TEXT[])
  AND assessment.live
  AND assessment.latest
ORDER BY assessment.id
FOR UPDATE
