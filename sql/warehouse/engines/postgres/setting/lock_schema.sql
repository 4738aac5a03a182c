-- One process at a time makes what is missing.
-- params: none
SELECT pg_advisory_xact_lock(hashtext('verdict warehouse schema'));
