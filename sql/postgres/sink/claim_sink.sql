-- Take the lease of a sink if nobody holds it. The database's clock decides: the workers' may differ.
-- params: name, holder, seconds, reads_log
INSERT INTO sink (name, lease_holder, lease_until, epoch, reads_log)
VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3), 1, $4)
ON CONFLICT (name) DO UPDATE SET
  lease_holder = excluded.lease_holder,
  lease_until = excluded.lease_until,
  epoch = sink.epoch + 1
WHERE sink.lease_until < clock_timestamp()
RETURNING sink.epoch AS epoch;
