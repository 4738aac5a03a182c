-- The lines of a batch's assessment objects; see stage_event.
-- params: paths, log_transaction, batch
INSERT INTO staged_pledge_assessment
SELECT
  line.pledge_id AS pledge_id,
  line.revision AS revision,
  line.risk_score AS risk_score,
  line.risk_level AS risk_level,
  line.disposition AS disposition,
  line.base_amount AS base_amount,
  line.project_id AS project_id,
  line.backer_id AS backer_id,
  epoch_ms(line.time) AS time,
  line.origin AS origin,
  line.live AS live,
  coalesce(line.log_transaction, CAST($2 AS BIGINT)) AS log_transaction,
  coalesce(line.log_position, row_number() OVER ()) AS log_position
FROM read_json(
  $1,
  format = 'newline_delimited',
  columns = {
    pledge_id: 'VARCHAR', revision: 'BIGINT', risk_score: 'DOUBLE', risk_level: 'VARCHAR', disposition: 'VARCHAR',
    base_amount: 'BIGINT', project_id: 'VARCHAR', backer_id: 'VARCHAR', time: 'BIGINT', origin: 'VARCHAR',
    live: 'BOOLEAN', log_transaction: 'BIGINT', log_position: 'BIGINT'
  }
) AS line
WHERE CAST($3 AS BIGINT) IS NOT NULL;
