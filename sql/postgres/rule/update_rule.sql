-- The rule's state and its current version.
-- params: id, state, version
UPDATE rule
SET state = $2, version = $3
WHERE id = $1
