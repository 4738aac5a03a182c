-- A small answer itself.
-- params: id
SELECT report.rows AS rows
FROM report
WHERE report.id = $1;
