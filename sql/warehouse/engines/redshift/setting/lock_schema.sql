-- Redshift has no advisory locks: the lease of the warehouse's sink is what keeps two processes apart.
-- params: none
SELECT 1 AS held;
