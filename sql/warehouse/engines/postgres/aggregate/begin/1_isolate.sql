-- All of a refresh reads the warehouse as it is at one moment, whatever is loaded meanwhile.
-- params: none
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
