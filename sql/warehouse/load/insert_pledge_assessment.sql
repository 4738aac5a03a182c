-- The assessments that are not there yet.
-- params: none
INSERT INTO pledge_assessment (
  pledge_id, revision, risk_score, risk_level, disposition, amount, currency, base_amount, project_id, backer_id, time,
  origin, ip4, ip6, live, log_transaction, log_position
)
WITH ranked AS (
  SELECT
    staged_pledge_assessment.pledge_id AS pledge_id,
    staged_pledge_assessment.revision AS revision,
    staged_pledge_assessment.risk_score AS risk_score,
    staged_pledge_assessment.risk_level AS risk_level,
    staged_pledge_assessment.disposition AS disposition,
    staged_pledge_assessment.amount AS amount,
    staged_pledge_assessment.currency AS currency,
    staged_pledge_assessment.base_amount AS base_amount,
    staged_pledge_assessment.project_id AS project_id,
    staged_pledge_assessment.backer_id AS backer_id,
    staged_pledge_assessment.time AS time,
    staged_pledge_assessment.origin AS origin,
    staged_pledge_assessment.ip4 AS ip4,
    staged_pledge_assessment.ip6 AS ip6,
    staged_pledge_assessment.live AS live,
    staged_pledge_assessment.log_transaction AS log_transaction,
    staged_pledge_assessment.log_position AS log_position,
    ROW_NUMBER() OVER (
      PARTITION BY staged_pledge_assessment.pledge_id, staged_pledge_assessment.revision, staged_pledge_assessment.live
      ORDER BY staged_pledge_assessment.log_transaction ASC, staged_pledge_assessment.log_position ASC
    ) AS occurrence
  FROM staged_pledge_assessment
)

SELECT
  ranked.pledge_id AS pledge_id,
  ranked.revision AS revision,
  ranked.risk_score AS risk_score,
  ranked.risk_level AS risk_level,
  ranked.disposition AS disposition,
  ranked.amount AS amount,
  ranked.currency AS currency,
  ranked.base_amount AS base_amount,
  ranked.project_id AS project_id,
  ranked.backer_id AS backer_id,
  ranked.time AS time,
  ranked.origin AS origin,
  ranked.ip4 AS ip4,
  ranked.ip6 AS ip6,
  ranked.live AS live,
  ranked.log_transaction AS log_transaction,
  ranked.log_position AS log_position
FROM ranked
LEFT JOIN pledge_assessment ON ranked.pledge_id = pledge_assessment.pledge_id
  AND ranked.revision = pledge_assessment.revision
  AND ranked.live = pledge_assessment.live
WHERE ranked.occurrence = 1
  AND pledge_assessment.pledge_id IS NULL;
