-- A change has been taken, or refused.
-- params: id, state, decided_by, decided_at
UPDATE policy_change
SET state = $2, decided_by = $3::JSONB, decided_at = $4
WHERE id = $1
  AND state = 'waiting'
