-- Empty a staging table before the next batch.
-- params: none
DELETE FROM /*{staged:identifier}*/;
