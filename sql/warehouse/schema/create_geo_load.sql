-- The geographic databases that are here, one row a load. Which one is valid when is for geo_validity to say.
-- params: none
CREATE TABLE IF NOT EXISTS geo_load (
  geo_version BIGINT NOT NULL,
  -- What it is about: city, asn, anonymous …
  kind VARCHAR(32) NOT NULL,
  -- Its own name of itself, such as GeoLite2-City.
  database_type VARCHAR(1024) NOT NULL,
  built_at TIMESTAMP NOT NULL,
  valid_from TIMESTAMP NOT NULL,
  -- Addresses of a bucket of geo_ipv4: 65536 is a /16. A power of two.
  bucket_size BIGINT NOT NULL,
  loaded_at TIMESTAMP NOT NULL
);
