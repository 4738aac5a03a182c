-- For the join of a version's rows.
-- params: none
CREATE INDEX IF NOT EXISTS geo_ipv6_bucket_index ON geo_ipv6 (geo_version, bucket);
