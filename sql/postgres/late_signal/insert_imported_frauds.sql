-- The frauds that an import has told, and that touch pledges which are not over: each is a signal, as one that is told live.
-- Who was judged live knew of none of them until the import was complete; its own pledges knew what was known then.
-- params: import_id, stamp, created_at
INSERT INTO late_signal (id, kind, subject, created_at)
WITH told AS (
  SELECT
    observation.pledge_id AS pledge_id,
    MIN(observation.occurred_at) AS occurred_at,
    MIN(observation.stamp) AS known_at
  FROM observation
  WHERE observation.origin = $1::UUID
    AND observation.kind = 'label'
    AND observation.category = 'fraud'
    AND observation.live
  GROUP BY observation.pledge_id
),
fraud AS (
  SELECT
    told.pledge_id AS pledge_id,
    told.occurred_at AS occurred_at,
    told.known_at AS known_at,
    assessment.backer_id AS backer,
    assessment.card AS card,
    assessment.device AS device,
    assessment.project_id AS project
  FROM told
  INNER JOIN assessment ON told.pledge_id = assessment.pledge_id
    AND assessment.live
    AND assessment.latest
)
SELECT
  GEN_RANDOM_UUID() AS id,
  'known_fraud' AS kind,
  JSONB_BUILD_OBJECT(
    'pledge_id', fraud.pledge_id,
    'backer', fraud.backer,
    'card', fraud.card,
    'device', fraud.device,
    'project', fraud.project,
    'occurred_at', fraud.occurred_at,
    'stamp', $2::BIGINT,
    'import_id', $1::UUID,
    'import_stamp', fraud.known_at
  ) AS subject,
  $3::TIMESTAMPTZ AS created_at
FROM fraud
WHERE EXISTS (
  SELECT
  FROM assessment
  WHERE assessment.live
    AND assessment.latest
    AND assessment.pledge_id <> fraud.pledge_id
    AND assessment.as_of < CASE WHEN assessment.origin = $1::UUID THEN fraud.known_at ELSE $2::BIGINT END
    AND (
      assessment.backer_id = fraud.backer
      OR assessment.card = fraud.card
      OR assessment.device = fraud.device
      OR (assessment.project_id = fraud.project AND assessment.window_end > fraud.occurred_at)
    )
    AND NOT EXISTS (
      SELECT
      FROM settling_outcome
      WHERE settling_outcome.pledge_id = assessment.pledge_id
    )
)
