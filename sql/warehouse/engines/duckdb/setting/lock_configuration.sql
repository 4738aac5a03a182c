-- And no statement can undo it.
-- params: none
SET GLOBAL lock_configuration = TRUE;
