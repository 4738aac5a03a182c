-- The lines of a batch's outcome objects; see stage_event.
-- params: paths, log_transaction, batch
INSERT INTO staged_pledge_outcome
SELECT
  line.pledge_id AS pledge_id,
  line.outcome_id AS outcome_id,
  line.kind AS kind,
  line.category AS category,
  line.reason_code AS reason_code,
  line.amount AS amount,
  line.currency AS currency,
  line.base_amount AS base_amount,
  epoch_ms(line.occurred_at) AS occurred_at,
  epoch_ms(line.known_at) AS known_at,
  line.live AS live,
  coalesce(line.log_transaction, CAST($2 AS BIGINT)) AS log_transaction,
  coalesce(line.log_position, row_number() OVER ()) AS log_position
FROM read_json(
  $1,
  format = 'newline_delimited',
  columns = {
    pledge_id: 'VARCHAR', outcome_id: 'VARCHAR', kind: 'VARCHAR', category: 'VARCHAR', reason_code: 'VARCHAR',
    amount: 'BIGINT', currency: 'VARCHAR', base_amount: 'BIGINT', occurred_at: 'BIGINT', known_at: 'BIGINT',
    live: 'BOOLEAN', log_transaction: 'BIGINT', log_position: 'BIGINT'
  }
) AS line
WHERE CAST($3 AS BIGINT) IS NOT NULL;
