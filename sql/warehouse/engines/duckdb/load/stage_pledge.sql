-- The lines of a batch's pledge objects; see stage_event.
-- params: paths, log_transaction, batch
INSERT INTO staged_pledge
SELECT
  line.pledge_id AS pledge_id,
  line.backer_id AS backer_id,
  line.project_id AS project_id,
  line.amount AS amount,
  line.currency AS currency,
  line.base_amount AS base_amount,
  epoch_ms(line.time) AS time,
  line.live AS live,
  coalesce(line.log_transaction, CAST($2 AS BIGINT)) AS log_transaction,
  coalesce(line.log_position, row_number() OVER ()) AS log_position
FROM read_json(
  $1,
  format = 'newline_delimited',
  columns = {
    pledge_id: 'VARCHAR', backer_id: 'VARCHAR', project_id: 'VARCHAR', amount: 'BIGINT', currency: 'VARCHAR',
    base_amount: 'BIGINT', time: 'BIGINT', live: 'BOOLEAN', log_transaction: 'BIGINT', log_position: 'BIGINT'
  }
) AS line
WHERE CAST($3 AS BIGINT) IS NOT NULL;
