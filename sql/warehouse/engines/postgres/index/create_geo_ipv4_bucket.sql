-- For the join of a version's rows.
-- params: none
CREATE INDEX IF NOT EXISTS geo_ipv4_bucket_index ON geo_ipv4 (geo_version, bucket);
