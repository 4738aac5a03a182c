-- Before it is written anew.
-- params: none
DELETE FROM company;
