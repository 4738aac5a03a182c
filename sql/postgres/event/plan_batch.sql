-- What does the next batch of the log take? After the cursor, in the order of the log, below every transaction that is
-- still open: one that began earlier may commit rows in front of what is visible now.
-- One row a source and day of the event (days since 1970), each with the bounds and the age of the whole.
-- params: cursor_transaction, cursor_position, row_limit, byte_limit
WITH page AS (
  SELECT
    event_body.transaction AS transaction,
    event_body.position AS position,
    event_body.source AS source,
    event_body.time / 86400000 AS day,
    event_body.received_at AS received_at,
    octet_length(event_body.properties) + 256 AS bytes
  FROM event_body
  WHERE (event_body.transaction, event_body.position) > ($1::XID8, $2::BIGINT)
    AND event_body.transaction < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY event_body.transaction ASC, event_body.position ASC
  LIMIT $3
),

measured AS (
  SELECT
    page.transaction AS transaction,
    page.position AS position,
    page.source AS source,
    page.day AS day,
    page.received_at AS received_at,
    sum(page.bytes) OVER (ORDER BY page.transaction ASC, page.position ASC) - page.bytes AS bytes_before
  FROM page
),

taken AS (
  SELECT
    measured.transaction AS transaction,
    measured.position AS position,
    measured.source AS source,
    measured.day AS day,
    measured.received_at AS received_at
  FROM measured
  WHERE measured.bytes_before < $4
),

bound AS (
  SELECT
    taken.transaction AS transaction,
    taken.position AS position
  FROM taken
  ORDER BY taken.transaction DESC, taken.position DESC
  LIMIT 1
)

SELECT
  taken.source AS source,
  taken.day AS day,
  count(*) AS rows,
  min(taken.received_at) AS oldest,
  bound.transaction::TEXT AS last_transaction,
  bound.position AS last_position
FROM taken
CROSS JOIN bound
GROUP BY taken.source, taken.day, bound.transaction, bound.position
ORDER BY taken.source ASC, taken.day ASC;
