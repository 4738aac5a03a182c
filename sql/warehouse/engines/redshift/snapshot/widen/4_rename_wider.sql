-- The wider one in its place.
-- params: none
ALTER TABLE /*{table:fragment}*/ RENAME COLUMN /*{wider:identifier}*/ TO /*{column:identifier}*/;
