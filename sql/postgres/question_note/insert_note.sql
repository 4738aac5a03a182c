-- What somebody thinks of an answer.
-- params: run_id, looks_right, text, noted_by, noted_at
INSERT INTO question_note (run_id, looks_right, text, noted_by, noted_at)
VALUES ($1, $2, $3, $4, $5::TIMESTAMPTZ);
