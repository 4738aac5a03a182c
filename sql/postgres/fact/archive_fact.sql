-- A fact that no metric uses is put away.
-- params: key, archived_at
UPDATE fact
SET archived_at = $2::TIMESTAMPTZ
WHERE fact.key = $1;
