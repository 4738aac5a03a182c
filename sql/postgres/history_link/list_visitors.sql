-- Which visitors became this backer?
-- params: live, backer, row_limit
SELECT history_link.visitor AS visitor
FROM history_link
WHERE history_link.live = $1
  AND history_link.backer = $2
ORDER BY history_link.visitor ASC
LIMIT $3
