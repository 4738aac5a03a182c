-- Our tables are in a schema of their own: the rest of the database is the company's.
-- params: none
SET search_path TO warehouse;
