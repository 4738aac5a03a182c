-- A company's schema in which an admin has published something.
-- params: none
GRANT USAGE ON SCHEMA /*{schema:identifier}*/ TO verdict_reader;
