-- The policy from now on.
-- params: version, review_at, reject_at, elevated_at, highest_at, override_action, override_until, created_at, created_by
INSERT INTO policy_version (
  version, review_at, reject_at, elevated_at, highest_at, override_action, override_until, created_at, created_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
