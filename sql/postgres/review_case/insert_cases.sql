-- Opens cases; an entity has at most one that is not closed.
-- params: rows
INSERT INTO review_case (
  id, entity_kind, entity_id, queue, state, cause, findings, opened_at, promised_at, due_at
)
SELECT
  given.id AS id,
  given.entity_kind AS entity_kind,
  given.entity_id AS entity_id,
  given.queue AS queue,
  'open' AS state,
  given.cause AS cause,
  given.findings AS findings,
  given.opened_at AS opened_at,
  given.opened_at + MAKE_INTERVAL(mins => review_queue.promise_minutes) AS promised_at,
  given.opened_at + MAKE_INTERVAL(mins => review_queue.promise_minutes) AS due_at
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
  id UUID, entity_kind TEXT, entity_id TEXT, queue TEXT, cause TEXT, findings JSONB, opened_at TIMESTAMPTZ
)
INNER JOIN review_queue ON given.queue = review_queue.key
ORDER BY given.entity_kind, given.entity_id
ON CONFLICT (entity_kind, entity_id) WHERE state <> 'closed' DO NOTHING
