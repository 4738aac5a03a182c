-- Names without a schema are those of what is published, and of the functions that Redshift has besides.
-- params: none
SET LOCAL search_path TO published, warehouse;
