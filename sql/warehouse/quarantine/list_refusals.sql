-- Which snapshots after that batch, in the order of closing, contradicted their tables and were not taken?
-- params: after_sequence
SELECT
  quarantine.batch AS batch,
  COALESCE(quarantine.text, quarantine.rule) AS reason
FROM quarantine
INNER JOIN loaded_batch ON quarantine.batch = loaded_batch.batch
WHERE loaded_batch.sequence > CAST($1 AS BIGINT)
  AND quarantine.line = 0
  AND quarantine.rule IN ('type_conflict', 'key', 'entity_key')
ORDER BY loaded_batch.sequence ASC;
