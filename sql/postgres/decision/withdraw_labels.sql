-- A decision that is taken back says nothing about its pledges: neither what is on its way nor what is stored.
-- params: decision_id
WITH waiting AS (
  DELETE FROM decision_label
  WHERE decision_label.decision_id = $1
)
DELETE FROM pledge_label
WHERE pledge_label.source = 'decision:' || $1::TEXT
  AND pledge_label.live
  AND pledge_label.pledge_id IN (
    SELECT decision_pledge.pledge_id
    FROM decision_pledge
    WHERE decision_pledge.decision_id = $1
  )
