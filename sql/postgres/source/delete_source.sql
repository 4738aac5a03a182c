-- Forget a source and its tables; what was pulled stays.
-- params: key
DELETE FROM source
WHERE source.key = $1
RETURNING source.definition AS definition
