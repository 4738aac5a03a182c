-- Who is left out: ids of known bots, from the first event that says so (`"is_bot": true`, or its user agent).
-- An id is a visitor's or a backer's.
-- params: none
SELECT
  marked_unit.id AS visitor_id,
  CAST(NULL AS VARCHAR) AS backer_id,
  marked_unit.marked_at AS time,
  marked_unit.mark AS reason
FROM marked_unit
WHERE marked_unit.mark = 'bot'
UNION ALL
SELECT
  CAST(NULL AS VARCHAR) AS visitor_id,
  marked_unit.id AS backer_id,
  marked_unit.marked_at AS time,
  marked_unit.mark AS reason
FROM marked_unit
WHERE marked_unit.mark = 'bot'
