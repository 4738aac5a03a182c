-- A company's table as the product reads it; columns that are not mapped stay unknown.
-- params: snapshot_on
INSERT INTO /*{entity:identifier}*/ (
/*{columns:fragment}*/,
  snapshot_on
)
SELECT
/*{values:fragment}*/,
  entity_row.snapshot_on AS snapshot_on
FROM /*{table:fragment}*/ AS entity_row
WHERE entity_row.snapshot_on = CAST($1 AS DATE)
/*{present:fragment}*/;
