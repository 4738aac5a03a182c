-- Let the next worker have the lease at once.
-- params: name, epoch
UPDATE sink
SET
  lease_holder = NULL,
  lease_until = '-infinity'
WHERE sink.name = $1
  AND sink.epoch = $2;
