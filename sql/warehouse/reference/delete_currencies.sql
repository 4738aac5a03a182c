-- Before they are written anew.
-- params: none
DELETE FROM currency;
