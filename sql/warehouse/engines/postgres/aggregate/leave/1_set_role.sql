-- The loader is itself again.
-- params: none
SET LOCAL ROLE NONE;
