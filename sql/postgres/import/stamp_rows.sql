-- Stamps the next rows of an import in the order of (known_at, line, part), and tells where that ended. A stamp is
-- max(own time, last + 1): of the i-th row, i + the greatest of (last, time - place) up to it.
-- params: import_id, after_known_at, after_line, after_part, row_limit, last_stamp
WITH page AS (
  SELECT
    import_row.known_at AS known_at,
    import_row.line AS line,
    import_row.part AS part,
    import_row.kind AS kind
  FROM import_row
  WHERE import_row.import_id = $1
    AND (import_row.known_at, import_row.line, import_row.part) > ($2::BIGINT, $3::BIGINT, $4::SMALLINT)
  ORDER BY import_row.known_at ASC, import_row.line ASC, import_row.part ASC
  LIMIT $5
),

placed AS (
  SELECT
    page.known_at AS known_at,
    page.line AS line,
    page.part AS part,
    page.kind AS kind,
    ROW_NUMBER() OVER (ORDER BY page.known_at ASC, page.line ASC, page.part ASC) AS place
  FROM page
),

stamped AS (
  SELECT
    placed.known_at AS known_at,
    placed.line AS line,
    placed.part AS part,
    placed.kind AS kind,
    placed.place AS place,
    placed.place + GREATEST(
      $6::BIGINT,
      MAX(placed.known_at - placed.place) OVER (ORDER BY placed.place ASC ROWS UNBOUNDED PRECEDING)
    ) AS stamp
  FROM placed
),

written AS (
  UPDATE import_row
  SET stamp = stamped.stamp
  FROM stamped
  WHERE import_row.import_id = $1
    AND import_row.known_at = stamped.known_at
    AND import_row.line = stamped.line
    AND import_row.part = stamped.part
)

SELECT
  stamped.known_at AS known_at,
  stamped.line AS line,
  stamped.part AS part,
  stamped.stamp AS stamp,
  (SELECT COUNT(*) FROM stamped) AS rows,
  (SELECT COUNT(*) FROM stamped WHERE stamped.kind = 'pledge') AS pledges
FROM stamped
ORDER BY stamped.place DESC
LIMIT 1
