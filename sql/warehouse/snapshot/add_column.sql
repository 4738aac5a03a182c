-- A column that came with a snapshot, or that a later release gives a table of ours.
-- params: none
ALTER TABLE /*{table:fragment}*/ ADD COLUMN /*{column:identifier}*/ /*{type:fragment}*/;
