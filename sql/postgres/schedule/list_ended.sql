-- What became of the last things that were to happen to this experiment or flag, newest first?
-- params: subject_kind, subject_key, row_limit
SELECT
  schedule.id AS id,
  schedule.subject_kind AS subject_kind,
  schedule.subject_key AS subject_key,
  schedule.action AS action,
  schedule.at AS at,
  schedule.content AS content,
  schedule.experiment_version AS experiment_version,
  schedule.note AS note,
  schedule.state AS state,
  schedule.scheduled_by AS scheduled_by,
  schedule.scheduled_at AS scheduled_at,
  schedule.ended_at AS ended_at,
  schedule.error AS error
FROM schedule
WHERE schedule.subject_kind = $1
  AND schedule.subject_key = $2
  AND schedule.state <> 'pending'
ORDER BY schedule.ended_at DESC, schedule.id DESC
LIMIT $3;
