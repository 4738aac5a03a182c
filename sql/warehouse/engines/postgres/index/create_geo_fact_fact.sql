-- For the join of a version's rows.
-- params: none
CREATE INDEX IF NOT EXISTS geo_fact_fact_index ON geo_fact (geo_version, fact);
