-- Of the units of one variant: how many have no value in a column, a value that is no number, or several values; and whether
-- their sums are 0 and 1 only?
-- params: none
SELECT
  file_unit.first_variant AS variant,
  COUNT(*) AS units,
  COUNT(CASE WHEN file_unit./*{present:identifier}*/ = 0 THEN 1 END) AS missing,
  COUNT(CASE WHEN file_unit./*{ill:identifier}*/ > 0 THEN 1 END) AS ill_typed,
  COUNT(CASE WHEN file_unit./*{lowest:identifier}*/ <> file_unit./*{highest:identifier}*/ THEN 1 END) AS several,
  COUNT(CASE WHEN file_unit./*{total:identifier}*/ NOT IN (0, /*{one:integer}*/) THEN 1 END) AS no_share,
  COUNT(CASE WHEN file_unit./*{lowest:identifier}*/ < 0 THEN 1 END) AS negative
FROM file_unit
WHERE file_unit.first_variant = file_unit.last_variant
GROUP BY
  file_unit.first_variant
ORDER BY
  variant ASC;
