-- What the server's lists call this work, and how long one statement of it may take, until the transaction ends: should
-- nobody be left to stop it.
-- params: label, milliseconds
SELECT
  SET_CONFIG('application_name', $1, TRUE) AS label,
  SET_CONFIG('statement_timeout', $2, TRUE) AS milliseconds;
