-- Which signals have not been brought to their pledges, the oldest first?
-- params: row_limit
SELECT late_signal.id AS id
FROM late_signal
WHERE late_signal.finished_at IS NULL
ORDER BY
  late_signal.created_at ASC,
  late_signal.id ASC
LIMIT $1
