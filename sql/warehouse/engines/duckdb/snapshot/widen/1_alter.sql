-- A column holds more from now on; the new type has every old value exactly.
-- params: none
ALTER TABLE /*{table:fragment}*/ ALTER COLUMN /*{column:identifier}*/ TYPE /*{type:fragment}*/;
