-- A day of a fact that is read anew.
-- params: block, day
INSERT INTO staged_day (block, day)
VALUES (CAST($1 AS BIGINT), CAST($2 AS DATE));
