-- A question that is no longer asked; its answers stay.
-- params: id, archived_at
UPDATE question
SET archived_at = $2::TIMESTAMPTZ
WHERE question.id = $1
  AND question.archived_at IS NULL
RETURNING question.id AS id;
