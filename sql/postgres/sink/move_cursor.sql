-- A sink has passed everything up to here.
-- params: name, epoch, cursor_transaction, cursor_position
UPDATE sink
SET
  cursor_transaction = $3::XID8,
  cursor_position = $4
WHERE sink.name = $1
  AND sink.epoch = $2
RETURNING sink.epoch AS epoch;
