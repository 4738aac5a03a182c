-- Who is left out: ids of staff, from the first event that says so (`"is_staff": true`). An id is a visitor's or a backer's.
-- params: none
SELECT
  marked_unit.id AS visitor_id,
  CAST(NULL AS VARCHAR) AS backer_id,
  marked_unit.marked_at AS time,
  marked_unit.mark AS reason
FROM marked_unit
WHERE marked_unit.mark = 'staff'
UNION ALL
SELECT
  CAST(NULL AS VARCHAR) AS visitor_id,
  marked_unit.id AS backer_id,
  marked_unit.marked_at AS time,
  marked_unit.mark AS reason
FROM marked_unit
WHERE marked_unit.mark = 'staff'
