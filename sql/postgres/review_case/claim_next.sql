-- Takes the case that is best reviewed next, if there is one: what is due soon in the order of its time, then what is worth
-- most a minute. Each has an end by which it is due soon, so that none starves. Whoever is beside us takes another.
-- params: queue, claimer, now, soon, held_until
WITH pressing AS MATERIALIZED (
  SELECT review_case.id AS id
  FROM review_case
  WHERE review_case.queue = $1
    AND review_case.state = 'open'
    AND review_case.due_at <= $4
    AND (review_case.assignee IS NULL OR review_case.assignee = $2)
  ORDER BY review_case.due_at, review_case.id
  LIMIT 1
  FOR UPDATE SKIP LOCKED
),
valuable AS MATERIALIZED (
  SELECT review_case.id AS id
  FROM review_case
  WHERE NOT EXISTS (SELECT FROM pressing)
    AND review_case.queue = $1
    AND review_case.state = 'open'
    AND (review_case.assignee IS NULL OR review_case.assignee = $2)
  ORDER BY review_case.worth DESC, review_case.id DESC
  LIMIT 1
  FOR UPDATE SKIP LOCKED
)
UPDATE review_case
SET
  state = 'claimed',
  claimed_by = $2,
  claimed_at = $3,
  held_until = $5
WHERE review_case.id IN (SELECT pressing.id FROM pressing UNION ALL SELECT valuable.id FROM valuable)
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
