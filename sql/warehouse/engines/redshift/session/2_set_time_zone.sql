-- All times are UTC, whatever the server's zone is.
-- params: none
SET timezone TO 'UTC';
