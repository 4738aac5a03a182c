-- It can no longer happen: the reason stands after what was said to it.
-- params: id, ended_at, reason
UPDATE schedule
SET
  state = 'cancelled',
  ended_at = $2,
  note = CONCAT_WS(' ', schedule.note, $3::TEXT)
WHERE schedule.id = $1
  AND schedule.state = 'pending';
