-- How many lines could not be loaded?
-- params: none
SELECT COUNT(*) AS lines
FROM quarantine;
