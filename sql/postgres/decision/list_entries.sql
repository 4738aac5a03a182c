-- Which list entries did a decision make?
-- params: decision_id
SELECT decision_entry.entry_id AS id
FROM decision_entry
WHERE decision_entry.decision_id = $1
