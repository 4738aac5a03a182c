-- Keep the lease, unless another has claimed it since.
-- params: name, epoch, seconds
UPDATE sink
SET lease_until = clock_timestamp() + make_interval(secs => $3)
WHERE sink.name = $1
  AND sink.epoch = $2
RETURNING sink.epoch AS epoch;
