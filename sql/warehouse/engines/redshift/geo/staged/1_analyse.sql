-- The planner must know how much was staged before it is exploded.
-- params: none
ANALYZE staged_geo_ipv4;
