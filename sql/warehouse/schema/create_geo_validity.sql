-- Which geographic version is valid when, as geo_load has it: written anew with each load. Worked out in a view, it would keep
-- PostgreSQL from joining in parallel.
-- params: none
CREATE TABLE IF NOT EXISTS geo_validity (
  geo_version BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  database_type VARCHAR(1024) NOT NULL,
  built_at TIMESTAMP NOT NULL,
  bucket_size BIGINT NOT NULL,
  valid_from TIMESTAMP NOT NULL,
  -- Exclusive.
  valid_until TIMESTAMP NOT NULL
);
