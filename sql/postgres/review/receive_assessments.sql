-- What do answers that were just stored mean to reviewers? What was decided stands, unless something named has changed; then
-- the stricter of the two holds until it is decided again. What an approved appeal lets through is let through, once. What is
-- risky and not decided arrives at the cases.
-- Looked up one by one, as in assessment/insert_assessments.
-- params: ids, now
WITH fresh AS (
  SELECT
    assessment.id AS id,
    assessment.pledge_id AS pledge_id,
    assessment.as_of AS as_of,
    assessment.revision AS revision,
    assessment.disposition AS disposition,
    assessment.disposition_reason AS disposition_reason,
    assessment.amount AS amount,
    assessment.currency AS currency,
    assessment.base_amount AS base_amount,
    assessment.backer_id AS backer_id,
    assessment.card AS card,
    assessment.device AS device,
    assessment.request -> 'shipping' AS shipping,
    assessment.evidence AS evidence
  FROM UNNEST($1::UUID[]) AS given (id)
  CROSS JOIN LATERAL (
    SELECT *
    FROM assessment
    WHERE assessment.id = given.id
      AND assessment.live
      AND assessment.latest
    LIMIT 1
  ) AS assessment
),
compared AS (
  SELECT
    fresh.id AS id,
    fresh.disposition AS disposition,
    fresh.disposition = 'manual_review'
    OR (fresh.disposition = 'reject' AND fresh.disposition_reason = 'policy') AS risky,
    earlier.decision_id AS decision_id,
    earlier.effective_action AS action,
    earlier.effective_by AS decided_by,
    earlier.effective_at AS decided_at,
    CASE
      WHEN earlier.decision_id IS NULL THEN NULL
      WHEN COALESCE(fresh.base_amount > earlier.base_amount, FALSE) THEN 'amount_raised'
      WHEN fresh.currency = earlier.currency AND fresh.amount > earlier.amount THEN 'amount_raised'
      WHEN fresh.card IS DISTINCT FROM earlier.card THEN 'card_changed'
      WHEN fresh.shipping IS DISTINCT FROM earlier.request -> 'shipping' THEN 'shipping_changed'
      WHEN EXISTS (
        SELECT
        FROM JSONB_ARRAY_ELEMENTS(COALESCE(fresh.evidence -> 'lists', '[]')) AS hit (entry)
        WHERE hit.entry ->> 'list' <> 'allow'
          AND NOT COALESCE(earlier.evidence -> 'lists', '[]') @> JSONB_BUILD_ARRAY(hit.entry)
      ) THEN 'list_hit'
      WHEN EXISTS (
        SELECT
        FROM pledge_label
        INNER JOIN assessment AS other
          ON pledge_label.pledge_id = other.pledge_id
            AND other.live
            AND other.latest
        WHERE pledge_label.created_at > earlier.effective_at
          AND pledge_label.live
          AND pledge_label.label IN ('chargeback', 'suspected_fraud')
          AND pledge_label.pledge_id <> fresh.pledge_id
          AND (other.backer_id = fresh.backer_id OR other.card = fresh.card OR other.device = fresh.device)
      ) THEN 'linked_fraud'
    END AS cause
  FROM fresh
  LEFT JOIN LATERAL (
    SELECT *
    FROM assessment
    WHERE assessment.pledge_id = fresh.pledge_id
      AND assessment.live
      AND assessment.revision <> fresh.revision
      AND assessment.as_of <= fresh.as_of
    ORDER BY assessment.as_of DESC, assessment.revision DESC
    LIMIT 1
  ) AS earlier ON TRUE
),
judged AS (
  SELECT
    compared.id AS id,
    compared.cause AS cause,
    compared.risky AS risky,
    compared.action AS action,
    compared.decided_by AS decided_by,
    compared.decided_at AS decided_at,
    compared.decision_id AS decision_id,
    compared.decision_id IS NOT NULL
    AND (
      compared.cause IS NULL
      OR ARRAY_POSITION(ARRAY['accept', 'manual_review', 'reject'], compared.action)
      >= ARRAY_POSITION(ARRAY['accept', 'manual_review', 'reject'], compared.disposition)
    ) AS stands
  FROM compared
),
passed AS (
  UPDATE review_pass
  SET used_by = wanted.pledge_id
  FROM (
    SELECT DISTINCT ON (open_pass.id)
      open_pass.id AS pass_id,
      fresh.id AS id,
      fresh.pledge_id AS pledge_id
    FROM fresh
    INNER JOIN judged ON fresh.id = judged.id
    CROSS JOIN LATERAL (
      SELECT review_pass.id AS id
      FROM review_pass
      WHERE review_pass.backer_id = fresh.backer_id
        AND review_pass.card = fresh.card
        AND review_pass.used_by IS NULL
        AND review_pass.expires_at > $2
        AND review_pass.appealed_pledge <> fresh.pledge_id
      ORDER BY review_pass.expires_at, review_pass.id
      LIMIT 1
    ) AS open_pass
    WHERE judged.decision_id IS NULL
      AND fresh.disposition <> 'accept'
    ORDER BY open_pass.id, fresh.as_of
  ) AS wanted
  WHERE review_pass.id = wanted.pass_id
    AND review_pass.used_by IS NULL
  RETURNING
    wanted.id AS id,
    review_pass.decision_id AS decision_id
),
held AS (
  SELECT
    judged.id AS id,
    judged.action AS action,
    judged.decided_by AS decided_by,
    judged.decided_at AS decided_at,
    -- What is open again is undecided, although what was decided holds meanwhile.
    CASE WHEN judged.cause IS NULL THEN judged.decision_id END AS decision_id
  FROM judged
  WHERE judged.stands
  UNION ALL
  SELECT
    passed.id AS id,
    'accept' AS action,
    'reviewer' AS decided_by,
    $2::TIMESTAMPTZ AS decided_at,
    passed.decision_id AS decision_id
  FROM passed
),
arrived AS (
  INSERT INTO review_arrival (assessment_id, cause, arrived_at)
  SELECT
    judged.id AS assessment_id,
    COALESCE(judged.cause, 'risky') AS cause,
    $2::TIMESTAMPTZ AS arrived_at
  FROM judged
  WHERE judged.id NOT IN (SELECT passed.id FROM passed)
    AND (
      (judged.decision_id IS NULL AND judged.risky)
      OR (judged.cause IS NOT NULL AND (judged.risky OR judged.action <> 'accept'))
    )
  ON CONFLICT (assessment_id) DO NOTHING
)
UPDATE assessment
SET
  effective_action = held.action,
  effective_by = held.decided_by,
  effective_at = held.decided_at,
  decision_id = held.decision_id
FROM held
WHERE assessment.id = held.id
RETURNING
  assessment.id AS id,
  assessment.effective_action AS effective_action,
  assessment.effective_by AS effective_by,
  assessment.effective_at AS effective_at
