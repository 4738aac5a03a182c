-- From here to the end of the transaction no statement takes longer, in milliseconds.
-- params: limit_ms
SELECT set_config('statement_timeout', $1::TEXT, TRUE) AS statement_timeout
