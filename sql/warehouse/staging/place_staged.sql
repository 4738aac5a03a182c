-- An import's rows come in the log where the transaction was that completed it.
-- params: log_transaction
UPDATE /*{staged:identifier}*/
SET log_transaction = CAST($1 AS BIGINT)
WHERE log_transaction IS NULL;
