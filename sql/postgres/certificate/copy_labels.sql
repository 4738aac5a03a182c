-- The labels of pledges that were copied are those of the copies too.
-- params: from_number, to_number
INSERT INTO pledge_label
SELECT made.*
FROM pledge_label
CROSS JOIN GENERATE_SERIES($1::INTEGER, $2::INTEGER) AS number
CROSS JOIN LATERAL JSONB_POPULATE_RECORD(
  pledge_label,
  JSONB_BUILD_OBJECT('pledge_id', pledge_label.pledge_id || ' copy ' || number)
) AS made
WHERE pledge_label.pledge_id NOT LIKE '% copy %'
