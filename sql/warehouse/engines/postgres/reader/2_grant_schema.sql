-- It sees what is published.
-- params: none
GRANT USAGE ON SCHEMA published TO verdict_reader;
