-- Silences one rule for one entity until a time.
-- params: id, rule_id, kind, value, until, reason, created_at, created_by
INSERT INTO rule_snooze (id, rule_id, kind, value, until, reason, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
