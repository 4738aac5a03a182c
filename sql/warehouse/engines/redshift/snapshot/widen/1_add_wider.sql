-- A column that holds more, beside the one that it replaces: Redshift changes no type but that of VARCHAR.
-- params: none
ALTER TABLE /*{table:fragment}*/ ADD COLUMN /*{wider:identifier}*/ /*{type:fragment}*/;
