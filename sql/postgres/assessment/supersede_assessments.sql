-- These answers are no longer the latest of their pledges.
-- params: ids
UPDATE assessment
SET latest = FALSE
WHERE assessment.id = ANY($1::UUID[])
