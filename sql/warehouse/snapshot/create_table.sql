-- A company's table, one row a row and day; its columns follow.
-- params: none
CREATE TABLE /*{table:fragment}*/ (snapshot_on DATE NOT NULL);
