-- Which thresholds and which override were this version of the policy?
-- params: version
SELECT
  policy_version.version AS version,
  policy_version.review_at AS review_at,
  policy_version.reject_at AS reject_at,
  policy_version.elevated_at AS elevated_at,
  policy_version.highest_at AS highest_at,
  policy_version.override_action AS override_action,
  policy_version.override_until AS override_until
FROM policy_version
WHERE policy_version.version = $1
