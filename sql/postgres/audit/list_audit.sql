-- What was done, newest first, before a row; of one kind of subject or one subject, or of all.
-- params: before_id, subject_kind, subject_id, row_limit
SELECT
  audit.id AS id,
  audit.at AS at,
  audit.actor_kind AS actor_kind,
  audit.actor_id AS actor_id,
  audit.actor_name AS actor_name,
  audit.action AS action,
  audit.subject_kind AS subject_kind,
  audit.subject_id AS subject_id,
  audit.before AS before,
  audit.after AS after,
  audit.request_id AS request_id
FROM audit
WHERE ($1::BIGINT IS NULL OR audit.id < $1)
  AND ($2::TEXT IS NULL OR audit.subject_kind = $2)
  AND ($3::TEXT IS NULL OR audit.subject_id = $3)
ORDER BY audit.id DESC
LIMIT $4;
