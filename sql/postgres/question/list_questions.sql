-- Which questions are kept, the newest first, and how did each one's latest run go? With an id, that one, archived or not.
-- params: id, archived, row_limit
SELECT
  question.id AS id,
  question.version AS version,
  question.body AS body,
  question.created_by AS created_by,
  question.created_at AS created_at,
  question.updated_at AS updated_at,
  question.archived_at AS archived_at,
  latest.id AS run_id,
  latest.asked_at AS run_asked_at,
  latest.answered_at AS run_answered_at,
  latest.error AS run_error
FROM question
LEFT JOIN LATERAL (
  SELECT
    question_run.id AS id,
    question_run.asked_at AS asked_at,
    question_run.answered_at AS answered_at,
    coalesce(
      question_run.error,
      CASE job.state
        WHEN 'cancelled' THEN 'It was cancelled.'
        WHEN 'failed' THEN job.error
      END
    ) AS error
  FROM question_run
  LEFT JOIN job ON question_run.job_id = job.id
  WHERE question_run.question_id = question.id
  ORDER BY question_run.asked_at DESC
  LIMIT 1
) AS latest ON TRUE
WHERE CASE
  WHEN $1::UUID IS NOT NULL THEN question.id = $1::UUID
  ELSE (question.archived_at IS NOT NULL) = $2::BOOLEAN
END
ORDER BY question.created_at DESC
LIMIT $3;
