-- Which decisions wait for a second reviewer? The oldest first.
-- params: row_limit
SELECT decision.id AS id
FROM decision
WHERE decision.state = 'proposed'
ORDER BY decision.decided_at, decision.id
LIMIT $1
