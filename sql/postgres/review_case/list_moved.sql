-- Which cases hold a project whose deadline was told lately, and are due after it?
-- params: moved_since
SELECT DISTINCT review_case.id AS id
FROM project_fact
INNER JOIN review_case_pledge ON project_fact.project_id = review_case_pledge.project_id
INNER JOIN review_case ON review_case_pledge.case_id = review_case.id
INNER JOIN review_queue ON review_case.queue = review_queue.key
WHERE project_fact.updated_at >= $1
  AND project_fact.deadline > review_case.opened_at
  AND review_case.state <> 'closed'
  AND review_case.due_at > project_fact.deadline - MAKE_INTERVAL(mins => review_queue.margin_minutes)
