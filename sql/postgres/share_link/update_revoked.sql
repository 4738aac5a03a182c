-- An address that must not be read any more; one that was revoked before stays as it was.
-- params: id, experiment_key, revoked_by, revoked_at
UPDATE share_link
SET
  revoked_by = COALESCE(revoked_by, $3),
  revoked_at = COALESCE(revoked_at, $4)
WHERE id = $1
  AND experiment_key = $2
RETURNING revoked_at = $4 AS is_now;
