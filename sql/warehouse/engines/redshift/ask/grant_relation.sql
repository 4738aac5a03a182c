-- A company's table that an admin has published.
-- params: none
GRANT SELECT ON /*{relation:fragment}*/ TO verdict_reader;
