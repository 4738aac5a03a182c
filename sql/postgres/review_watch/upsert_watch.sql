-- Somebody watches an entity, and has seen what there is of it.
-- params: entity_kind, entity_id, watcher_id, seen_at
INSERT INTO review_watch (entity_kind, entity_id, watcher_id, seen_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (watcher_id, entity_kind, entity_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
