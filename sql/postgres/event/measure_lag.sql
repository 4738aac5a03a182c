-- How far is a sink behind the log? Rows are counted up to a limit: beyond it the number no longer matters.
-- params: name, row_limit
WITH follower AS (
  SELECT
    coalesce(max(sink.cursor_transaction::TEXT::BIGINT), 0) AS transaction,
    coalesce(max(sink.cursor_position), 0) AS position
  FROM sink
  WHERE sink.name = $1
),

waiting AS (
  SELECT event_body.received_at AS received_at
  FROM event_body
  WHERE (event_body.transaction, event_body.position) > (
    (SELECT follower.transaction::TEXT::XID8 FROM follower), (SELECT follower.position FROM follower)
  )
  ORDER BY event_body.transaction ASC, event_body.position ASC
  LIMIT $2
)

SELECT
  count(*) AS rows,
  min(waiting.received_at) AS oldest
FROM waiting;
