-- Names without a schema are those of what is published.
-- params: none
SET search_path TO published;
