-- What became of pledges that were copied became of the copies too.
-- params: from_number, to_number
INSERT INTO pledge_outcome
SELECT made.*
FROM pledge_outcome
CROSS JOIN GENERATE_SERIES($1::INTEGER, $2::INTEGER) AS number
CROSS JOIN LATERAL JSONB_POPULATE_RECORD(
  pledge_outcome,
  JSONB_BUILD_OBJECT('pledge_id', pledge_outcome.pledge_id || ' copy ' || number)
) AS made
WHERE pledge_outcome.pledge_id NOT LIKE '% copy %'
