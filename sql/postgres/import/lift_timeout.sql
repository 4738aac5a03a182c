-- What this transaction does next is known to take long on a large import.
-- params: none
SELECT
  SET_CONFIG('statement_timeout', '0', TRUE) AS statement_timeout
