-- Ids that events said to be staff's or a bot's, and since when.
-- params: none
CREATE OR REPLACE VIEW published."marked_unit" AS
SELECT
  marked_unit.id AS id,
  marked_unit.mark AS mark,
  MIN(marked_unit.marked_at) AS marked_at
FROM /*{own:identifier}*/.marked_unit
WHERE marked_unit.live
GROUP BY
  marked_unit.id,
  marked_unit.mark;
