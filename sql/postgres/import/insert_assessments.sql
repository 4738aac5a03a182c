-- Stores the answers of an import, many at once. What many share comes once; a pledge that was scored live meanwhile stays.
-- params: origin, epoch, created_at, versions, id, pledge_id, revision, latest, body_hash, stamp, window_end, degraded, risk_score, log_odds, risk_level, disposition, disposition_reason, rule_label, effective_by, reason_codes, reasons, features, subscores, rules, actions, warnings, project_id, creator_id, backer_id, card, ip, device, email, amount, currency, base_amount, occurred_at, evidence, challenger_score, geo
INSERT INTO assessment (
  id, pledge_id, live, revision, body_hash, origin, stamp, as_of, window_end, epoch, degraded, late, cause, latest,
  risk_score, log_odds, risk_level, disposition, disposition_reason, rule_label, effective_action, effective_by,
  effective_at, reason_codes, reasons, features, subscores, rules, actions, warnings, versions, project_id, creator_id,
  backer_id, card, ip, device, email, amount, currency, base_amount, occurred_at, created_at,
  evidence, challenger_score
)
SELECT
  given.id AS id,
  given.pledge_id AS pledge_id,
  TRUE AS live,
  given.revision AS revision,
  given.body_hash AS body_hash,
  $1 AS origin,
  given.stamp AS stamp,
  given.stamp AS as_of,
  given.window_end AS window_end,
  $2 AS epoch,
  given.degraded::TEXT[] AS degraded,
  FALSE AS late,
  'import' AS cause,
  given.latest AS latest,
  given.risk_score AS risk_score,
  given.log_odds AS log_odds,
  given.risk_level AS risk_level,
  given.disposition AS disposition,
  given.disposition_reason AS disposition_reason,
  given.rule_label AS rule_label,
  given.disposition AS effective_action,
  given.effective_by AS effective_by,
  $3::TIMESTAMPTZ AS effective_at,
  given.reason_codes::TEXT[] AS reason_codes,
  given.reasons::JSONB AS reasons,
  given.features::JSONB AS features,
  given.subscores::JSONB AS subscores,
  given.rules::JSONB AS rules,
  given.actions::JSONB AS actions,
  given.warnings::JSONB AS warnings,
  $4::JSONB || JSONB_BUILD_OBJECT('geo', given.geo) AS versions,
  given.project_id AS project_id,
  given.creator_id AS creator_id,
  given.backer_id AS backer_id,
  given.card AS card,
  given.ip AS ip,
  given.device AS device,
  given.email AS email,
  given.amount AS amount,
  given.currency AS currency,
  given.base_amount AS base_amount,
  TO_TIMESTAMP(given.occurred_at / 1000.0) AS occurred_at,
  $3::TIMESTAMPTZ AS created_at,
  given.evidence::JSONB AS evidence,
  given.challenger_score AS challenger_score
FROM UNNEST(
  $5::UUID[], $6::TEXT[], $7::INTEGER[], $8::BOOLEAN[], $9::TEXT[], $10::BIGINT[], $11::BIGINT[], $12::TEXT[],
  $13::DOUBLE PRECISION[], $14::DOUBLE PRECISION[], $15::TEXT[], $16::TEXT[], $17::TEXT[], $18::TEXT[], $19::TEXT[],
  $20::TEXT[], $21::TEXT[], $22::TEXT[], $23::TEXT[], $24::TEXT[], $25::TEXT[], $26::TEXT[], $27::TEXT[], $28::TEXT[],
  $29::TEXT[], $30::TEXT[], $31::TEXT[], $32::TEXT[], $33::TEXT[], $34::BIGINT[], $35::TEXT[], $36::BIGINT[],
  $37::BIGINT[], $38::TEXT[], $39::DOUBLE PRECISION[], $40::TEXT[]
) AS given (
  id, pledge_id, revision, latest, body_hash, stamp, window_end, degraded, risk_score, log_odds, risk_level,
  disposition, disposition_reason, rule_label, effective_by, reason_codes, reasons, features, subscores, rules, actions,
  warnings, project_id, creator_id, backer_id, card, ip, device, email, amount, currency, base_amount, occurred_at,
  evidence, challenger_score, geo
)
ON CONFLICT (pledge_id, live, revision) DO NOTHING
