-- One refresh at a time.
-- params: none
LOCK experiment_aggregate;
