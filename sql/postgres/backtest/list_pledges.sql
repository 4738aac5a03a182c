-- A page of live pledges of a time, between two places in the order of (time, id), each in the revision that was its latest as of a moment: its
-- features, what was looked up for it, and what it turned out to be by the end of that time and by that moment.
-- A pledge that was collected is good once the days in which it could turn out to be fraud are over.
-- params: from_time, to_time, as_of, after_time, after_id, label_days, row_limit, until_time, until_id
SELECT
  latest.id AS id,
  latest.occurred_at::TEXT AS occurred_at,
  COALESCE(earlier.features, latest.features) AS features,
  COALESCE(earlier.lists, latest.evidence -> 'lists') AS lists,
  COALESCE(earlier.snoozed, latest.evidence -> 'snoozed') AS snoozed,
  COALESCE(earlier.degraded, latest.degraded) AS degraded,
  COALESCE(earlier.late, latest.late) AS late,
  COALESCE(earlier.base_amount, latest.base_amount) AS base_amount,
  latest.card AS card,
  latest.ip AS ip,
  latest.device AS device,
  latest.email AS email,
  latest.backer_id AS backer,
  latest.project_id AS project,
  labelled.label_then AS label_then,
  labelled.label_now AS label_now,
  collected.occurred_at + MAKE_INTERVAL(days => $6) <= $2 AS aged_then,
  collected.occurred_at + MAKE_INTERVAL(days => $6) <= $3 AS aged_now,
  latest.created_at <= $3 OR earlier.late IS NOT NULL AS known
FROM assessment AS latest
LEFT JOIN LATERAL (
  SELECT
    revision.features AS features,
    revision.evidence -> 'lists' AS lists,
    revision.evidence -> 'snoozed' AS snoozed,
    revision.degraded AS degraded,
    revision.late AS late,
    revision.base_amount AS base_amount
  FROM assessment AS revision
  WHERE latest.created_at > $3
    AND revision.pledge_id = latest.pledge_id
    AND revision.live
    AND revision.created_at <= $3
  ORDER BY revision.revision DESC
  LIMIT 1
) AS earlier ON TRUE
LEFT JOIN LATERAL (
  SELECT
    (ARRAY_AGG(
      pledge_label.label
      ORDER BY pledge_label.known_at DESC, pledge_label.label ASC
    ) FILTER (WHERE pledge_label.known_at <= $2))[1] AS label_then,
    (ARRAY_AGG(
      pledge_label.label
      ORDER BY pledge_label.known_at DESC, pledge_label.label ASC
    ) FILTER (WHERE pledge_label.known_at <= $3))[1] AS label_now
  FROM pledge_label
  WHERE pledge_label.pledge_id = latest.pledge_id
    AND pledge_label.live
    AND pledge_label.label <> 'spam_or_abuse'
    AND pledge_label.created_at <= $3
) AS labelled ON TRUE
LEFT JOIN LATERAL (
  SELECT MIN(pledge_outcome.occurred_at) AS occurred_at
  FROM pledge_outcome
  WHERE pledge_outcome.pledge_id = latest.pledge_id
    AND pledge_outcome.live
    AND pledge_outcome.kind = 'collected'
    AND pledge_outcome.known_at <= $3
    AND pledge_outcome.received_at <= $3
) AS collected ON TRUE
WHERE latest.latest
  AND latest.live
  AND latest.occurred_at >= $1
  AND latest.occurred_at < $2
  AND (latest.occurred_at, latest.id) > ($4::TIMESTAMPTZ, $5::UUID)
  AND (latest.occurred_at, latest.id) <= ($8::TIMESTAMPTZ, $9::UUID)
ORDER BY latest.occurred_at ASC, latest.id ASC
LIMIT $7
