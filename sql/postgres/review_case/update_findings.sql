-- What the last check of its project found.
-- params: id, findings
UPDATE review_case
SET findings = $2::JSONB
WHERE review_case.id = $1
