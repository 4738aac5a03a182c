-- The latest live answers to the pledges of a project that are not collected, in the order of their ids: one page, after an id.
-- params: project_id, after, row_limit
SELECT
  assessment.id AS id,
  assessment.pledge_id AS pledge_id,
  assessment.live AS live,
  assessment.revision AS revision,
  assessment.body_hash AS body_hash,
  assessment.request AS request,
  assessment.origin AS origin,
  assessment.stamp AS stamp,
  assessment.as_of AS as_of,
  assessment.window_end AS window_end,
  assessment.epoch AS epoch,
  assessment.degraded AS degraded,
  assessment.late AS late,
  assessment.cause AS cause,
  assessment.risk_score AS risk_score,
  assessment.log_odds AS log_odds,
  assessment.risk_level AS risk_level,
  assessment.disposition AS disposition,
  assessment.disposition_reason AS disposition_reason,
  assessment.rule_label AS rule_label,
  assessment.effective_action AS effective_action,
  assessment.effective_by AS effective_by,
  assessment.effective_at AS effective_at,
  assessment.reason_codes AS reason_codes,
  assessment.reasons AS reasons,
  assessment.features AS features,
  assessment.subscores AS subscores,
  assessment.rules AS rules,
  assessment.actions AS actions,
  assessment.warnings AS warnings,
  assessment.versions AS versions,
  assessment.project_id AS project_id,
  assessment.creator_id AS creator_id,
  assessment.backer_id AS backer_id,
  assessment.card AS card,
  assessment.ip AS ip,
  assessment.device AS device,
  assessment.email AS email,
  assessment.amount AS amount,
  assessment.currency AS currency,
  assessment.base_amount AS base_amount,
  assessment.occurred_at AS occurred_at,
  assessment.created_at AS created_at,
  assessment.evidence AS evidence,
  assessment.challenger_score AS challenger_score
FROM assessment
WHERE assessment.project_id = $1
  AND assessment.live
  AND assessment.latest
  AND ($2::TEXT IS NULL OR assessment.pledge_id > $2)
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT $3
