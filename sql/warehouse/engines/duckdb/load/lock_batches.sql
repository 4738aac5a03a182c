-- One process has the file, and one connection loads: there is nobody to wait for.
-- params: none
SELECT 1 AS held;
