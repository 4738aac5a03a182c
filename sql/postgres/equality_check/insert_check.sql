-- What a comparison came to.
-- params: id, checked_at, answers, compared, marked, differing, examples
INSERT INTO equality_check (id, checked_at, answers, compared, marked, differing, examples)
VALUES ($1, $2, $3, $4, $5, $6, $7::JSONB)
