-- Everything below this stamp is settled.
-- params: epoch, oldest_stamp, noted_at
INSERT INTO velocity_unsettled (epoch, oldest_stamp, noted_at)
VALUES ($1, $2, $3)
ON CONFLICT (single) DO UPDATE SET
  epoch = EXCLUDED.epoch,
  oldest_stamp = EXCLUDED.oldest_stamp,
  noted_at = EXCLUDED.noted_at
