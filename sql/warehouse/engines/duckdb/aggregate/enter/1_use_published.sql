-- Names without a schema are those of what is published.
-- params: none
USE published;
