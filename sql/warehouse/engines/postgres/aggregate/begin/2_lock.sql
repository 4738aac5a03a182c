-- One refresh at a time.
-- params: none
LOCK TABLE experiment_aggregate IN EXCLUSIVE MODE;
