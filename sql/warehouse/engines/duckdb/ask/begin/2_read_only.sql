-- Nothing can be written from here to the end.
-- params: none
BEGIN TRANSACTION READ ONLY;
