-- How many rules has the brake put into shadow since a time?
-- params: since
SELECT COUNT(DISTINCT audit.subject_id)::INTEGER AS rules
FROM audit
WHERE audit.subject_kind = 'rule'
  AND audit.action = 'rule.brake'
  AND audit.at >= $1
