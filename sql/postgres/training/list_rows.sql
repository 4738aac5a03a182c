-- The next answers that a model learns from, in the order of their windows, with what had become of their pledges by the
-- cut. Of each pledge the latest answer of then, unless velocity was away for it. Fraud is what was labelled so within 120
-- days, unless a later label says that it was none; honest is what was collected, or labelled honest. Where a company does
-- not tell of collections, a pledge that was neither declined nor cancelled counts as collected. Anything else is unlabelled.
-- params: cut, from_end, until_end, after_end, after_id, assume_collected, row_limit
SELECT
  assessment.id AS id,
  assessment.window_end AS window_end,
  COALESCE(assessment.card, assessment.backer_id, assessment.pledge_id) AS card,
  assessment.features AS features,
  COALESCE(known.fraud, FALSE) AS fraud
FROM assessment
LEFT JOIN LATERAL (
  SELECT pledge_label.label <> 'not_fraud' AS fraud
  FROM pledge_label
  WHERE pledge_label.pledge_id = assessment.pledge_id
    AND pledge_label.live
    AND pledge_label.stamp < $1
    AND (
      pledge_label.label = 'not_fraud'
      OR (
        pledge_label.label IN ('chargeback', 'suspected_fraud')
        AND pledge_label.stamp < assessment.window_end + 120 * 86400000000
      )
    )
  ORDER BY pledge_label.stamp DESC, pledge_label.label ASC, pledge_label.source ASC
  LIMIT 1
) AS known ON TRUE
LEFT JOIN LATERAL (
  SELECT
    BOOL_OR(pledge_outcome.kind = 'collected') AS collected,
    BOOL_OR(pledge_outcome.kind IN ('declined', 'cancelled')) AS stopped
  FROM pledge_outcome
  WHERE pledge_outcome.pledge_id = assessment.pledge_id
    AND pledge_outcome.live
    AND pledge_outcome.stamp < $1
) AS became ON TRUE
WHERE assessment.live
  AND assessment.window_end >= $2
  AND assessment.window_end < $3
  AND (assessment.window_end, assessment.id) > ($4::BIGINT, $5::UUID)
  AND assessment.stamp < $1
  AND NOT ('velocity' = ANY(assessment.degraded))
  AND NOT EXISTS (
    SELECT 1
    FROM assessment AS later
    WHERE later.pledge_id = assessment.pledge_id
      AND later.live
      AND later.revision > assessment.revision
      AND later.stamp < $1
  )
  AND (
    known.fraud IS NOT NULL
    OR COALESCE(became.collected, FALSE)
    OR ($6::BOOLEAN AND NOT COALESCE(became.stopped, FALSE))
  )
ORDER BY assessment.window_end ASC, assessment.id ASC
LIMIT $7
