-- What did a pledge turn out to be, who says so, and since when is it known? The latest first.
-- params: pledge_id, live
SELECT
  pledge_label.label AS label,
  pledge_label.source AS source,
  pledge_label.known_at AS known_at
FROM pledge_label
WHERE pledge_label.pledge_id = $1
  AND pledge_label.live = $2
ORDER BY
  pledge_label.known_at DESC,
  pledge_label.source DESC,
  pledge_label.label DESC
