-- Is this still to come? Nobody else ends it until this transaction does.
-- params: id, now
SELECT schedule.id AS id
FROM schedule
WHERE schedule.id = $1
  AND schedule.state = 'pending'
  AND schedule.at <= $2
FOR UPDATE;
