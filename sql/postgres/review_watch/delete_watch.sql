-- Somebody watches an entity no more.
-- params: entity_kind, entity_id, watcher_id
DELETE FROM review_watch
WHERE review_watch.entity_kind = $1
  AND review_watch.entity_id = $2
  AND review_watch.watcher_id = $3
