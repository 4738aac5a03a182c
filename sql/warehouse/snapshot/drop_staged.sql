-- What an earlier batch has left on this connection.
-- params: none
DROP TABLE IF EXISTS staged_snapshot;
