-- Cases in the order in which they are best taken: what is due soon by its time, the rest by its worth. Without a state those
-- that are not closed.
-- params: queue, state, assignee, entity_kind, entity_id, soon, row_offset, row_limit
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
WHERE ($1::TEXT IS NULL OR review_case.queue = $1)
  AND CASE WHEN $2::TEXT IS NULL THEN review_case.state <> 'closed' ELSE review_case.state = $2 END
  AND ($3::TEXT IS NULL OR review_case.assignee = $3)
  AND ($4::TEXT IS NULL OR review_case.entity_kind = $4)
  AND ($5::TEXT IS NULL OR review_case.entity_id = $5)
ORDER BY
  review_case.due_at > $6,
  CASE WHEN review_case.due_at <= $6 THEN review_case.due_at END,
  review_case.worth DESC,
  review_case.id DESC
OFFSET $7
LIMIT $8
