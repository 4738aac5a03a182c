-- All times are UTC, whatever the machine's zone is.
-- params: none
SET GLOBAL TimeZone = 'UTC';
