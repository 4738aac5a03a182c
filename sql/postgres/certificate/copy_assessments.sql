-- More pledges to judge: of each answer that was imported, copies with these numbers, a millisecond of theirs later each.
-- params: from_number, to_number
INSERT INTO assessment
SELECT made.*
FROM assessment
CROSS JOIN GENERATE_SERIES($1::INTEGER, $2::INTEGER) AS number
CROSS JOIN LATERAL JSONB_POPULATE_RECORD(
  assessment,
  JSONB_BUILD_OBJECT(
    'id', GEN_RANDOM_UUID(),
    'pledge_id', assessment.pledge_id || ' copy ' || number,
    'occurred_at', assessment.occurred_at + number * INTERVAL '1 millisecond'
  )
) AS made
WHERE assessment.pledge_id NOT LIKE '% copy %'
