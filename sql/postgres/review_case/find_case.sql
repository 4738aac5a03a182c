-- One case.
-- params: id
SELECT
  review_case.id AS id,
  review_case.entity_kind AS entity_kind,
  review_case.entity_id AS entity_id,
  review_case.queue AS queue,
  review_case.state AS state,
  review_case.cause AS cause,
  review_case.findings AS findings,
  review_case.assignee AS assignee,
  review_case.claimed_by AS claimed_by,
  review_case.claimed_at AS claimed_at,
  review_case.held_until AS held_until,
  review_case.opened_at AS opened_at,
  review_case.due_at AS due_at,
  review_case.acted_at AS acted_at,
  review_case.undecided AS undecided,
  review_case.pledges AS pledges,
  review_case.revisions AS revisions,
  review_case.amount AS amount,
  review_case.highest_score AS highest_score,
  review_case.worth AS worth,
  review_case.closed_at AS closed_at,
  review_case.closed_by AS closed_by,
  review_case.close_reason AS close_reason
FROM review_case
WHERE review_case.id = $1
