-- One at a time: several processes may write the ready-made metrics at once.
-- params: none
SELECT pg_advisory_xact_lock(7318227002) AS locked;
