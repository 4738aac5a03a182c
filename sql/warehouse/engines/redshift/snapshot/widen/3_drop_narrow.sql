-- What was too narrow.
-- params: none
ALTER TABLE /*{table:fragment}*/ DROP COLUMN /*{column:identifier}*/;
