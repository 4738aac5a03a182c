-- The answer to each revision of a pledge.
-- params: none
CREATE OR REPLACE VIEW published."assessment" AS
SELECT
  pledge_assessment.pledge_id AS pledge_id,
  pledge_assessment.revision AS revision,
  pledge_assessment.risk_score AS risk_score,
  pledge_assessment.risk_level AS risk_level,
  pledge_assessment.disposition AS disposition,
  pledge_assessment.amount AS amount,
  pledge_assessment.currency AS currency,
  pledge_assessment.base_amount AS base_amount,
  pledge_assessment.project_id AS project_id,
  pledge_assessment.backer_id AS backer_id,
  pledge_assessment.time AS time
FROM /*{own:identifier}*/.pledge_assessment
WHERE pledge_assessment.live;
