-- These have joined their cases.
-- params: ids
DELETE FROM review_arrival
WHERE review_arrival.assessment_id = ANY($1::UUID[])
