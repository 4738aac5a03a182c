-- What is due now, in the order in which it was to happen?
-- params: now
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
WHERE schedule.state = 'pending'
  AND schedule.at <= $1
ORDER BY schedule.at ASC, schedule.id ASC;
