-- May the reading role read a company's table already?
-- params: schema, relation
SELECT
  HAS_SCHEMA_PRIVILEGE('verdict_reader', $1, 'USAGE')
  AND HAS_TABLE_PRIVILEGE('verdict_reader', $2, 'SELECT') AS may_read;
