-- Which PostgreSQL answers?
-- params: none
SELECT current_setting('server_version') AS version;
