-- From here on only what the reading role may do.
-- params: none
SET LOCAL ROLE verdict_reader;
