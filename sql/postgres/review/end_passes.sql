-- What a decision let through and nobody has used is let through no more.
-- params: decision_id
DELETE FROM review_pass
WHERE review_pass.decision_id = $1
  AND review_pass.used_by IS NULL
