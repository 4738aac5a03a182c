-- What was said about an entity, the newest first.
-- params: entity_kind, entity_id
SELECT
  review_note.id AS id,
  review_note.text AS text,
  review_note.author_id AS author_id,
  review_note.author_name AS author_name,
  review_note.created_at AS created_at
FROM review_note
WHERE review_note.entity_kind = $1
  AND review_note.entity_id = $2
ORDER BY review_note.created_at DESC, review_note.id DESC
LIMIT 200
