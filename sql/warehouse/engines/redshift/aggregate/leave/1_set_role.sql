-- The loader is itself again.
-- params: none
RESET SESSION AUTHORIZATION;
