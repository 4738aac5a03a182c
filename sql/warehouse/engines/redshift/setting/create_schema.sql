-- Where our tables lie: the rest of the database is the company's.
-- params: none
CREATE SCHEMA IF NOT EXISTS warehouse;
