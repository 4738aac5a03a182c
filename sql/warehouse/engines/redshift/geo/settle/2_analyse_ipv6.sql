-- The planner must know of a new version before its first join.
-- params: none
ANALYZE geo_ipv6;
