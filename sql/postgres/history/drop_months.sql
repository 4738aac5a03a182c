-- Drop whole generations but these, and the months before a month.
-- params: generations, first_month
SELECT drop_history($1::INTEGER[], $2::DATE) AS dropped
