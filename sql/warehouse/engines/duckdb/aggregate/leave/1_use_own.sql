-- Names without a schema are those of our own tables again.
-- params: none
USE main;
