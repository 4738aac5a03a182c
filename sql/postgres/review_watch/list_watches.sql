-- What somebody watches, and what is new of it.
-- params: watcher_id
SELECT
  review_watch.entity_kind AS entity_kind,
  review_watch.entity_id AS entity_id,
  review_watch.seen_at AS seen_at,
  recent.answers AS new_answers,
  recent.last_at AS last_at
FROM review_watch
CROSS JOIN LATERAL (
  SELECT
    COUNT(*) AS answers,
    MAX(answer.created_at) AS last_at
  FROM (
    SELECT assessment.created_at AS created_at
    FROM assessment
    WHERE assessment.live
      AND assessment.created_at > review_watch.seen_at
      AND (
        (review_watch.entity_kind = 'backer' AND assessment.backer_id = review_watch.entity_id)
        OR (review_watch.entity_kind = 'card' AND assessment.card = review_watch.entity_id)
        OR (review_watch.entity_kind = 'project' AND assessment.project_id = review_watch.entity_id)
      )
    LIMIT 1000
  ) AS answer
) AS recent
WHERE review_watch.watcher_id = $1
ORDER BY recent.last_at DESC NULLS LAST, review_watch.entity_kind, review_watch.entity_id
LIMIT 500
