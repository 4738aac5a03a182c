-- Earlier revisions of these pledges are no longer the latest.
-- params: pledge_id, revision
UPDATE assessment
SET latest = FALSE
FROM UNNEST($1::TEXT[], $2::INTEGER[]) AS given (pledge_id, revision)
WHERE assessment.pledge_id = given.pledge_id
  AND assessment.live
  AND assessment.latest
  AND assessment.revision < given.revision
