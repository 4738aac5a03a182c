-- What the rule says from this version on; versions are kept for ever.
-- params: rule_id, version, label, expression, action, value, created_at, created_by
INSERT INTO rule_version (rule_id, version, label, expression, action, value, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6::JSONB, $7, $8)
