-- What did the line say that brought this pledge?
-- params: import_id, known_at, pledge_id, body_hash
SELECT import_row.body AS body
FROM import_row
WHERE import_row.import_id = $1
  AND import_row.known_at = $2
  AND import_row.kind = 'pledge'
  AND import_row.pledge_id = $3
  AND import_row.body_hash = $4
LIMIT 1
