-- What became known?
-- params: id
SELECT
  late_signal.id AS id,
  late_signal.kind AS kind,
  late_signal.subject AS subject,
  late_signal.finished_at AS finished_at,
  late_signal.rescored AS rescored
FROM late_signal
WHERE late_signal.id = $1
