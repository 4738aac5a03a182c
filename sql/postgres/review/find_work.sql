-- Is anything to be done about cases now: an arrival, a lease or a wait that is over, a label or a case that is due, a
-- deadline that was moved? No row: nothing.
-- params: now, moved_since
SELECT TRUE AS due
WHERE EXISTS (SELECT FROM review_arrival)
  OR EXISTS (SELECT FROM decision_label WHERE decision_label.due_at <= $1)
  OR EXISTS (
    SELECT
    FROM review_case
    WHERE review_case.state IN ('claimed', 'waiting')
      AND review_case.held_until <= $1
  )
  OR EXISTS (
    SELECT
    FROM review_case
    WHERE review_case.state <> 'closed'
      AND review_case.acted_at IS NULL
      AND review_case.due_at <= $1
  )
  OR EXISTS (
    SELECT
    FROM project_fact
    INNER JOIN review_case_pledge ON project_fact.project_id = review_case_pledge.project_id
    INNER JOIN review_case ON review_case_pledge.case_id = review_case.id
    INNER JOIN review_queue ON review_case.queue = review_queue.key
    WHERE project_fact.updated_at >= $2
      AND project_fact.deadline > review_case.opened_at
      AND review_case.state <> 'closed'
      AND review_case.due_at > project_fact.deadline - MAKE_INTERVAL(mins => review_queue.margin_minutes)
  )
