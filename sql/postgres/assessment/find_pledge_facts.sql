-- What is known of this pledge that no pledge in flight can change, and has this very body been scored or attempted?
-- params: pledge_id, live, backer_id, project_id, body_hash
WITH request AS (
  SELECT
    $1::TEXT AS pledge_id,
    $2::BOOLEAN AS live,
    $3::TEXT AS backer_id,
    $4::TEXT AS project_id
),
attempt AS (
  SELECT
    observation.stamp AS stamp,
    observation.occurred_at AS occurred_at,
    observation.epoch AS epoch,
    observation.amount AS amount,
    observation.velocity AS velocity
  FROM observation
  WHERE observation.pledge_id = $1
    AND observation.kind = 'attempt'
    AND observation.body_hash = $5
    AND $2
  ORDER BY observation.stamp DESC
  LIMIT 1
),
earlier AS (
  SELECT
    COALESCE(SUM(observation.amount), 0)::BIGINT AS amount
  FROM observation
  WHERE observation.pledge_id = $1
    AND observation.kind IN ('pledge', 'attempt')
)
SELECT
  assessment.id AS latest_id,
  assessment.body_hash AS latest_hash,
  assessment.stamp AS latest_stamp,
  backer_fact.signed_up_at AS signed_up_at,
  project_fact.creator_id AS creator_id,
  project_fact.launched_at AS launched_at,
  creator_fact.signed_up_at AS creator_signed_up_at,
  attempt.stamp AS attempt_stamp,
  attempt.occurred_at AS attempt_occurred_at,
  attempt.epoch AS attempt_epoch,
  attempt.amount AS attempt_amount,
  attempt.velocity AS attempt_velocity,
  earlier.amount AS previous_amount
FROM request
INNER JOIN earlier ON TRUE
LEFT JOIN assessment ON request.pledge_id = assessment.pledge_id
  AND request.live = assessment.live
  AND assessment.latest
LEFT JOIN backer_fact ON request.backer_id = backer_fact.backer_id
LEFT JOIN project_fact ON request.project_id = project_fact.project_id
LEFT JOIN backer_fact AS creator_fact ON project_fact.creator_id = creator_fact.backer_id
LEFT JOIN attempt ON TRUE
