-- All of the staged events that repeat one another; the first of each is set aside.
-- params: none
DELETE FROM staged_event
USING repeated_event
WHERE staged_event."identity" = repeated_event."identity";
