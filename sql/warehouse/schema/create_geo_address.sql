-- Single IPv4 addresses of chosen networks: for a join that is an equality and nothing else.
-- params: none
CREATE TABLE IF NOT EXISTS geo_address (
  geo_version BIGINT NOT NULL,
  ip4 BIGINT NOT NULL,
  fact BIGINT NOT NULL
);
