-- The planner must know of a new version before its first join.
-- params: none
ANALYZE geo_load, geo_validity, geo_ipv4, geo_ipv6, geo_fact, geo_address;
