-- Where every so many pledges of a time end, in the order of (time, id), after a place.
-- params: from_time, to_time, after_time, after_id, slice_rows
WITH placed AS (
  SELECT
    assessment.occurred_at AS occurred_at,
    assessment.id AS id,
    ROW_NUMBER() OVER (
      ORDER BY assessment.occurred_at ASC, assessment.id ASC
    ) AS place
  FROM assessment
  WHERE assessment.latest
    AND assessment.occurred_at >= $1
    AND assessment.occurred_at < $2
    AND (assessment.occurred_at, assessment.id) > ($3::TIMESTAMPTZ, $4::UUID)
)

SELECT
  placed.occurred_at::TEXT AS time,
  placed.id AS id
FROM placed
WHERE placed.place % $5::BIGINT = 0
ORDER BY placed.place ASC
