-- Make a generation and these months of it, where they are not there yet.
-- params: generation, months
SELECT make_history_months($1::INTEGER, $2::DATE[]) AS made
