-- What the cluster's lists and queues call this work, and how long one statement of it may take, until the transaction ends:
-- should nobody be left to stop it.
-- params: label, milliseconds
SELECT
  SET_CONFIG('query_group', $1, TRUE) AS label,
  SET_CONFIG('statement_timeout', $2, TRUE) AS milliseconds;
