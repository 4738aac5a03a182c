-- The units that changed are read beside what is published.
-- params: none
GRANT SELECT ON staged_unit TO verdict_reader;
