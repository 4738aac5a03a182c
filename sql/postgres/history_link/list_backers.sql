-- Which of these visitors are linked, and to whom?
-- params: live, visitor
SELECT
  history_link.visitor AS visitor,
  history_link.backer AS backer
FROM history_link
WHERE history_link.live = $1
  AND history_link.visitor = ANY($2::TEXT[])
