-- Does this worker hold the sink? Until the transaction ends, nobody else can claim it.
-- params: name, epoch
SELECT
  sink.cursor_transaction::TEXT AS cursor_transaction,
  sink.cursor_position AS cursor_position
FROM sink
WHERE sink.name = $1
  AND sink.epoch = $2
FOR UPDATE;
