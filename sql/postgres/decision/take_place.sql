-- The next place in the order, under its lock.
-- params: id
UPDATE decision
SET sequence = (SELECT COALESCE(MAX(other.sequence), 0) + 1 FROM decision AS other)
WHERE decision.id = $1
RETURNING decision.sequence AS sequence
