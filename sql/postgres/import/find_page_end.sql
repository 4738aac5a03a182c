-- Where does the next page of an import's rows end, and what is in it? No row: there is no next page.
-- params: import_id, after_known_at, after_line, after_part, row_limit, last_stamp
SELECT
  stamped.known_at AS known_at,
  stamped.line AS line,
  stamped.part AS part,
  stamped.stamp AS stamp,
  COUNT(*) OVER () AS rows,
  COUNT(CASE WHEN stamped.kind = 'pledge' THEN 1 END) OVER () AS pledges
FROM list_stamped_rows($1, $2, $3, $4::SMALLINT, $5, $6) AS stamped
ORDER BY stamped.stamp DESC
LIMIT 1
