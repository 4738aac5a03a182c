-- Names without a schema are those of our own tables again.
-- params: none
SET LOCAL search_path TO warehouse;
