-- It sees what is published, and calls the functions beside the tables, none of which it may read.
-- params: none
GRANT USAGE ON SCHEMA published, warehouse TO verdict_reader;
