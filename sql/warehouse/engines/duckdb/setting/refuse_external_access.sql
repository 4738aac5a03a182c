-- No other file and no network from here on.
-- params: none
SET GLOBAL enable_external_access = FALSE;
