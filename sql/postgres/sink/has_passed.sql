-- Has a sink passed a place of the log?
-- params: name, transaction, position
SELECT (sink.cursor_transaction, sink.cursor_position) >= ($2::XID8, $3::BIGINT) AS passed
FROM sink
WHERE sink.name = $1;
