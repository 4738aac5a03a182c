-- It was done, failed or was cancelled, unless somebody was quicker.
-- params: id, state, ended_at, error
UPDATE schedule
SET
  state = $2,
  ended_at = $3,
  error = $4
WHERE schedule.id = $1
  AND schedule.state = 'pending'
RETURNING schedule.id AS id;
