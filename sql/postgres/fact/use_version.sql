-- Metrics use the latest version that was checked.
-- params: key, version
UPDATE fact
SET checked_version = greatest(fact.checked_version, $2::INTEGER)
WHERE fact.key = $1;
