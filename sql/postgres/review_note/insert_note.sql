-- What somebody says about an entity.
-- params: id, entity_kind, entity_id, text, author_id, author_name, created_at
INSERT INTO review_note (id, entity_kind, entity_id, text, author_id, author_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
