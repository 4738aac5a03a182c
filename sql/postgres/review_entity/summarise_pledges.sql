-- How many live pledges has an entity, and what became of them?
-- params: id
SELECT
  COUNT(*) AS total,
  COUNT(*) FILTER (WHERE pledge.flagged) AS flagged,
  COUNT(*) FILTER (WHERE pledge.uncollected) AS uncollected,
  COALESCE(SUM(pledge.base_amount), 0)::BIGINT AS amount,
  MIN(pledge.occurred_at) AS first_at,
  MAX(pledge.occurred_at) AS last_at
FROM (
  SELECT
    assessment.base_amount AS base_amount,
    assessment.occurred_at AS occurred_at,
    assessment.effective_action <> 'accept' OR EXISTS (
      SELECT
      FROM pledge_label
      WHERE pledge_label.pledge_id = assessment.pledge_id
        AND pledge_label.live
        AND pledge_label.label <> 'not_fraud'
    ) AS flagged,
    NOT EXISTS (
      SELECT
      FROM settling_outcome
      WHERE settling_outcome.pledge_id = assessment.pledge_id
    ) AS uncollected
  FROM (
    SELECT DISTINCT observation.pledge_id AS pledge_id
    FROM observation
    WHERE observation./*{column:identifier}*/ = $1
      AND observation.kind = 'pledge'
      AND observation.live
  ) AS own
  INNER JOIN assessment
    ON own.pledge_id = assessment.pledge_id
      AND assessment.live
      AND assessment.latest
) AS pledge
