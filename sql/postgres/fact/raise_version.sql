-- The latest version of a fact becomes this one.
-- params: key, version
UPDATE fact
SET version = $2
WHERE fact.key = $1;
