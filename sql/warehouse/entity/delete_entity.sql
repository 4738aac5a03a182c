-- Before its newer snapshot comes.
-- params: none
DELETE FROM /*{entity:identifier}*/;
