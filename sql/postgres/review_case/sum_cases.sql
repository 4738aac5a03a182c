-- What is in these cases now, what deciding them is worth, and when are they due? A deadline counts while it is ahead of the
-- case; what a rejected pledge would have lost is not lost already, so it adds nothing.
-- params: ids
WITH item AS (
  SELECT
    review_case_pledge.case_id AS case_id,
    review_case_pledge.revisions AS revisions,
    assessment.risk_score AS risk_score,
    COALESCE(assessment.base_amount, 0) AS amount,
    assessment.effective_action AS action,
    assessment.decision_id IS NULL OR assessment.effective_by = 'policy' AS undecided,
    project_fact.deadline AS deadline
  FROM review_case_pledge
  INNER JOIN assessment
    ON review_case_pledge.pledge_id = assessment.pledge_id
      AND assessment.live
      AND assessment.latest
  LEFT JOIN project_fact ON assessment.project_id = project_fact.project_id
  WHERE review_case_pledge.case_id = ANY($1::UUID[])
),
summed AS (
  SELECT
    review_case.id AS id,
    COUNT(*) FILTER (WHERE item.undecided) AS undecided,
    COUNT(item.case_id) AS pledges,
    COALESCE(SUM(item.revisions), 0) AS revisions,
    COALESCE(SUM(item.amount), 0)::BIGINT AS amount,
    COALESCE(MAX(item.risk_score), 0) AS highest_score,
    COALESCE(SUM(item.risk_score / 100 * item.amount) FILTER (WHERE item.undecided AND item.action <> 'reject'), 0)
    / review_queue.review_minutes AS worth,
    LEAST(
      review_case.promised_at,
      MIN(item.deadline) FILTER (WHERE item.deadline > review_case.opened_at)
      - MAKE_INTERVAL(mins => review_queue.margin_minutes)
    ) AS due_at
  FROM review_case
  INNER JOIN review_queue ON review_case.queue = review_queue.key
  LEFT JOIN item ON review_case.id = item.case_id
  WHERE review_case.id = ANY($1::UUID[])
  GROUP BY review_case.id, review_queue.review_minutes, review_queue.margin_minutes
)
UPDATE review_case
SET
  undecided = summed.undecided,
  pledges = summed.pledges,
  revisions = summed.revisions,
  amount = summed.amount,
  highest_score = summed.highest_score,
  worth = summed.worth,
  due_at = summed.due_at
FROM summed
WHERE review_case.id = summed.id
