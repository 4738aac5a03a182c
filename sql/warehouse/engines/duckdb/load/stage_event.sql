-- The lines of a batch's event objects. A row without a place in the log is an import's: its line is its place.
-- params: paths, log_transaction, batch
INSERT INTO staged_event
SELECT
  line.identity AS identity,
  line.source AS source,
  line.event AS name,
  line.distinct_id AS distinct_id,
  epoch_ms(line.time) AS time,
  line.insert_id AS insert_id,
  line.ip AS ip,
  line.properties AS properties,
  line.live AS live,
  coalesce(line.log_transaction, CAST($2 AS BIGINT)) AS log_transaction,
  coalesce(line.log_position, row_number() OVER ()) AS log_position,
  CAST($3 AS BIGINT) AS batch
FROM read_json(
  $1,
  format = 'newline_delimited',
  columns = {
    identity: 'VARCHAR', source: 'VARCHAR', event: 'VARCHAR', distinct_id: 'VARCHAR', time: 'BIGINT', insert_id: 'VARCHAR',
    ip: 'VARCHAR', live: 'BOOLEAN', log_transaction: 'BIGINT', log_position: 'BIGINT', properties: 'JSON'
  }
) AS line;
