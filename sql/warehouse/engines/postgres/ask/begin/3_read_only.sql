-- Nothing can be written from here to the end.
-- params: none
SET TRANSACTION READ ONLY;
