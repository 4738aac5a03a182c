-- Runs of a question, the newest first; with an id, that one.
-- params: id, question_id, row_limit
SELECT
  question_run.id AS id,
  question_run.question_id AS question_id,
  question_run.question_version AS question_version,
  question_run.request AS request,
  question_run.hash AS hash,
  question_run.job_id AS job_id,
  question_run.engine AS engine,
  question_run.columns AS columns,
  question_run.row_count AS row_count,
  question_run.truncated AS truncated,
  question_run.object AS object,
  -- A job that was cancelled, or gave up, wrote nothing here.
  coalesce(
    question_run.error,
    CASE job.state
      WHEN 'cancelled' THEN 'It was cancelled.'
      WHEN 'failed' THEN job.error
    END
  ) AS error,
  question_run.asked_by AS asked_by,
  question_run.asked_at AS asked_at,
  question_run.answered_at AS answered_at,
  coalesce(
    (
      SELECT jsonb_agg(
        jsonb_build_object(
          'looks_right', question_note.looks_right,
          'text', question_note.text,
          'by', question_note.noted_by,
          'at', question_note.noted_at
        ) ORDER BY question_note.noted_at ASC
      )
      FROM question_note
      WHERE question_note.run_id = question_run.id
    ),
    '[]'
  ) AS notes
FROM question_run
LEFT JOIN job ON question_run.job_id = job.id
WHERE CASE
  WHEN $1::UUID IS NOT NULL THEN question_run.id = $1::UUID
  ELSE question_run.question_id = $2::UUID
END
ORDER BY question_run.asked_at DESC
LIMIT $3;
