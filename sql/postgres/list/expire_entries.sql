-- Takes from a list what has ended of these values, so that they may be put on it anew.
-- params: list, kind, values, now
UPDATE list_entry
SET removed_at = expires_at, removed_by = 'expiry'
WHERE list = $1
  AND kind = $2
  AND value = ANY($3::TEXT[])
  AND removed_at IS NULL
  AND expires_at <= $4
