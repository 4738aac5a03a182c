-- A question is put differently: its runs keep the version that they answered.
-- params: id, body, updated_at
UPDATE question
SET
  version = question.version + 1,
  body = $2::JSONB,
  updated_at = $3::TIMESTAMPTZ
WHERE question.id = $1
  AND question.archived_at IS NULL
RETURNING question.version AS version;
