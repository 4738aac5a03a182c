-- Whose numbers still change: those that enrol, and those whose last window may still be open at this time?
-- params: ended_after
SELECT experiment.key AS key
FROM experiment
WHERE experiment.state <> 'draft'
  AND (experiment.enrolment_closed_at IS NULL OR experiment.enrolment_closed_at > $1)
ORDER BY experiment.key COLLATE "C" ASC;
