-- For the join of a version's rows.
-- params: none
CREATE INDEX IF NOT EXISTS geo_address_ip4_index ON geo_address (geo_version, ip4);
