-- A line that could not be loaded.
-- params: batch, object, line, rule, text
INSERT INTO quarantine (batch, object, line, rule, text)
VALUES ($1, $2, $3, $4, $5);
