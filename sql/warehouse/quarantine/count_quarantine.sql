-- How many lines could not be loaded?
-- params: none
SELECT count(*) AS lines
FROM quarantine;
