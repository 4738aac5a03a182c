-- The outcomes that are not there yet.
-- params: none
INSERT INTO pledge_outcome
WITH ranked AS (
  SELECT
    staged_pledge_outcome.*,
    row_number() OVER (
      PARTITION BY staged_pledge_outcome.pledge_id, staged_pledge_outcome.outcome_id, staged_pledge_outcome.live
      ORDER BY staged_pledge_outcome.log_transaction ASC, staged_pledge_outcome.log_position ASC
    ) AS occurrence
  FROM staged_pledge_outcome
)

SELECT ranked.* EXCLUDE (occurrence)
FROM ranked
LEFT JOIN pledge_outcome ON pledge_outcome.pledge_id = ranked.pledge_id
  AND pledge_outcome.outcome_id = ranked.outcome_id
  AND pledge_outcome.live = ranked.live
WHERE ranked.occurrence = 1
  AND pledge_outcome.pledge_id IS NULL;
