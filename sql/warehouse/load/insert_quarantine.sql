-- A line that could not be loaded.
-- params: batch, object, line, rule, text
INSERT INTO quarantine (batch, object, line, rule, text)
VALUES (CAST($1 AS BIGINT), $2, CAST($3 AS BIGINT), $4, $5);
