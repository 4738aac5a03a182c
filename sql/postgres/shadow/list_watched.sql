-- Live pledges of a time on which some of these rules said something, in the order of (time, id) after a place: how they were
-- decided, what each rule said of them, and what they turned out to be by a moment. A pledge that was collected is good once the
-- days in which it could turn out to be fraud are over.
-- params: from_time, to_time, rule_ids, as_of, label_days, after_time, after_id, row_limit
SELECT
  assessment.id AS id,
  assessment.occurred_at::TEXT AS occurred_at,
  assessment.base_amount AS base_amount,
  assessment.disposition AS disposition,
  assessment.disposition_reason AS disposition_reason,
  assessment.rules AS rules,
  label.label AS label,
  collected.occurred_at + MAKE_INTERVAL(days => $5) <= $4 AS aged
FROM assessment
LEFT JOIN LATERAL (
  SELECT pledge_label.label AS label
  FROM pledge_label
  WHERE pledge_label.pledge_id = assessment.pledge_id
    AND pledge_label.live
    AND pledge_label.label <> 'spam_or_abuse'
    AND pledge_label.known_at <= $4
  ORDER BY pledge_label.known_at DESC, pledge_label.label ASC
  LIMIT 1
) AS label ON TRUE
LEFT JOIN LATERAL (
  SELECT MIN(pledge_outcome.occurred_at) AS occurred_at
  FROM pledge_outcome
  WHERE pledge_outcome.pledge_id = assessment.pledge_id
    AND pledge_outcome.live
    AND pledge_outcome.kind = 'collected'
    AND pledge_outcome.known_at <= $4
) AS collected ON TRUE
WHERE assessment.latest
  AND assessment.live
  AND assessment.occurred_at >= $1
  AND assessment.occurred_at < $2
  AND JSONB_PATH_QUERY_ARRAY(assessment.rules, '$[*].id') ?| $3::TEXT[]
  AND (assessment.occurred_at, assessment.id) > ($6::TIMESTAMPTZ, $7::UUID)
ORDER BY
  assessment.occurred_at ASC,
  assessment.id ASC
LIMIT $8
