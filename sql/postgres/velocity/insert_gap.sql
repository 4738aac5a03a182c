-- What was in Redis alone when it was lost; nothing when nothing was ever noted.
-- params: id, lost_epoch, until_stamp, noted_at
INSERT INTO velocity_gap (id, lost_epoch, from_stamp, until_stamp, noted_at)
SELECT
  $1::UUID AS id,
  velocity_unsettled.epoch AS lost_epoch,
  velocity_unsettled.oldest_stamp AS from_stamp,
  GREATEST(velocity_unsettled.oldest_stamp, $3::BIGINT) AS until_stamp,
  $4::TIMESTAMPTZ AS noted_at
FROM velocity_unsettled
WHERE velocity_unsettled.epoch = $2
