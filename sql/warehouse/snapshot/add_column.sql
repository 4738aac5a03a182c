-- A column that came with a snapshot.
-- params: none
ALTER TABLE /*{table:fragment}*/ ADD COLUMN /*{column:identifier}*/ /*{type:fragment}*/;
