-- Which latest assessments answer these filters, riskiest first? One page, after a (score, id).
-- params: live, min_score, max_score, disposition, reason, from_time, to_time, backer, card, ip, project, after_value, after_id, row_limit, rule, rule_outcome
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
WHERE assessment.latest
  AND assessment.live = $1::BOOLEAN
  AND ($2::DOUBLE PRECISION IS NULL OR assessment.risk_score >= $2)
  AND ($3::DOUBLE PRECISION IS NULL OR assessment.risk_score <= $3)
  AND ($4::TEXT IS NULL OR assessment.disposition = $4)
  AND ($5::TEXT IS NULL OR assessment.reason_codes @> ARRAY[$5])
  AND ($6::TIMESTAMPTZ IS NULL OR assessment.occurred_at >= $6)
  AND ($7::TIMESTAMPTZ IS NULL OR assessment.occurred_at < $7)
  AND ($8::TEXT IS NULL OR assessment.backer_id = $8)
  AND ($9::TEXT IS NULL OR assessment.card = $9)
  AND ($10::TEXT IS NULL OR assessment.ip = $10)
  AND ($11::TEXT IS NULL OR assessment.project_id = $11)
  AND (
    $15::TEXT IS NULL
    OR (
      JSONB_PATH_QUERY_ARRAY(assessment.rules, '$[*].id') @> TO_JSONB($15::TEXT)
      AND assessment.rules @> JSONB_BUILD_ARRAY(
        JSONB_STRIP_NULLS(JSONB_BUILD_OBJECT('id', $15::TEXT, 'outcome', $16::TEXT))
      )
    )
  )
  AND ($12::DOUBLE PRECISION IS NULL OR (assessment.risk_score, assessment.id) < ($12, $13::UUID))
ORDER BY assessment.risk_score DESC, assessment.id DESC
LIMIT $14
