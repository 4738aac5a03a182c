-- Nobody looks at temporary tables by himself: without their sizes the planner takes the worst of joins.
-- params: none
ANALYZE staged_geo_ipv4, staged_geo_ipv6, staged_geo_fact;
