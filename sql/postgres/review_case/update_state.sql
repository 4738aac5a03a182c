-- A case as it stands from now on.
-- params: id, state, assignee, claimed_by, claimed_at, held_until, closed_at, closed_by, close_reason
UPDATE review_case
SET
  state = $2,
  assignee = $3,
  claimed_by = $4,
  claimed_at = $5,
  held_until = $6,
  closed_at = $7,
  closed_by = $8,
  close_reason = $9
WHERE review_case.id = $1
RETURNING
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
