-- What an earlier batch said of the days that this one has changed again.
-- params: sequence
DELETE FROM changed_day
WHERE changed_day.sequence < CAST($1 AS BIGINT)
  AND EXISTS (
    SELECT 1
    FROM changed_day AS later
    WHERE later.sequence = CAST($1 AS BIGINT)
      AND later.relation = changed_day.relation
      AND later.day = changed_day.day
  );
