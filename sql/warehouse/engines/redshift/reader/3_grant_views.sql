-- It reads what is published, and nothing else.
-- params: none
GRANT SELECT ON ALL TABLES IN SCHEMA published TO verdict_reader;
