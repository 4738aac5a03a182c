-- Nobody else loads until this transaction ends; whoever was quicker is seen.
-- params: none
LOCK TABLE loaded_batch;
