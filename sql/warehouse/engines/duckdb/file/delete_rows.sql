-- The rows are not needed once the units are there.
-- params: none
DROP TABLE file_row;
