-- Where a company's tables lie, each as `snapshot.{source}_{table}`, one row a row and day.
-- params: none
CREATE SCHEMA IF NOT EXISTS "snapshot";
