-- Stores answers, many at once, each as the next revision of its pledge. The body of the revision before or after it, in the
-- order of what they are as of, is a repeat: of several processes that were asked the same, the first to store it need not
-- be the first that was asked. So is an answer that is here already: one whose commit took too long is sent again from the
-- spool. What comes from the spool may be older than what is here: it is a revision then, but not the latest.
-- Looked up one by one, whatever the planner expects: it makes its plan while the table is small and keeps it while it
-- grows, and joined as sets each batch read the whole table twice (7 ms of 8 at 2,500 pledges).
-- params: rows
WITH given AS (
  SELECT
    row_of.id AS id,
    row_of.pledge_id AS pledge_id,
    row_of.live AS live,
    row_of.body_hash AS body_hash,
    row_of.request AS request,
    row_of.origin AS origin,
    row_of.stamp AS stamp,
    row_of.as_of AS as_of,
    row_of.window_end AS window_end,
    row_of.epoch AS epoch,
    row_of.degraded AS degraded,
    row_of.late AS late,
    row_of.cause AS cause,
    row_of.risk_score AS risk_score,
    row_of.log_odds AS log_odds,
    row_of.risk_level AS risk_level,
    row_of.disposition AS disposition,
    row_of.disposition_reason AS disposition_reason,
    row_of.rule_label AS rule_label,
    row_of.effective_action AS effective_action,
    row_of.effective_by AS effective_by,
    row_of.effective_at AS effective_at,
    row_of.reason_codes AS reason_codes,
    row_of.reasons AS reasons,
    row_of.features AS features,
    row_of.subscores AS subscores,
    row_of.rules AS rules,
    row_of.actions AS actions,
    row_of.warnings AS warnings,
    row_of.versions AS versions,
    row_of.project_id AS project_id,
    row_of.creator_id AS creator_id,
    row_of.backer_id AS backer_id,
    row_of.card AS card,
    row_of.ip AS ip,
    row_of.device AS device,
    row_of.email AS email,
    row_of.amount AS amount,
    row_of.currency AS currency,
    row_of.base_amount AS base_amount,
    row_of.occurred_at AS occurred_at,
    row_of.created_at AS created_at,
    row_of.evidence AS evidence,
    row_of.challenger_score AS challenger_score
  FROM JSONB_TO_RECORDSET($1::JSONB) AS row_of (
    id UUID, pledge_id TEXT, live BOOLEAN, body_hash TEXT, request JSONB, origin UUID, stamp BIGINT,
    as_of BIGINT, window_end BIGINT, epoch BIGINT, degraded TEXT[], late BOOLEAN, cause TEXT,
    risk_score DOUBLE PRECISION, log_odds DOUBLE PRECISION, risk_level TEXT, disposition TEXT,
    disposition_reason TEXT, rule_label TEXT, effective_action TEXT, effective_by TEXT,
    effective_at TIMESTAMPTZ, reason_codes TEXT[], reasons JSONB, features JSONB, subscores JSONB, rules JSONB,
    actions JSONB, warnings JSONB, versions JSONB, project_id TEXT, creator_id TEXT, backer_id TEXT, card TEXT,
    ip TEXT, device TEXT, email TEXT, amount BIGINT, currency TEXT, base_amount BIGINT,
    occurred_at TIMESTAMPTZ, created_at TIMESTAMPTZ, evidence JSONB,
    challenger_score DOUBLE PRECISION
  )
),
judged AS (
  SELECT
    given.id AS id,
    COALESCE(stored.id, same.id) AS stored_id,
    COALESCE(stored.revision, same.revision) AS stored_revision,
    COALESCE(newest.revision, 0) + 1 AS next_revision,
    stored.id IS NOT NULL OR same.id IS NOT NULL AS repeated,
    latest.id AS latest_id,
    COALESCE(latest.as_of <= given.as_of, TRUE) AS latest
  FROM given
  LEFT JOIN LATERAL (
    SELECT
      assessment.id AS id,
      assessment.revision AS revision
    FROM assessment
    WHERE assessment.id = given.id
    LIMIT 1
  ) AS stored ON TRUE
  LEFT JOIN LATERAL (
    SELECT assessment.revision AS revision
    FROM assessment
    WHERE assessment.pledge_id = given.pledge_id
      AND assessment.live = given.live
    ORDER BY assessment.revision DESC
    LIMIT 1
  ) AS newest ON TRUE
  LEFT JOIN LATERAL (
    SELECT
      neighbour.id AS id,
      neighbour.revision AS revision
    FROM (
      (
        SELECT
          assessment.id AS id,
          assessment.revision AS revision,
          assessment.body_hash AS body_hash
        FROM assessment
        WHERE assessment.pledge_id = given.pledge_id
          AND assessment.live = given.live
          AND assessment.as_of <= given.as_of
        ORDER BY assessment.as_of DESC, assessment.revision DESC
        LIMIT 1
      )
      UNION ALL
      (
        SELECT
          assessment.id AS id,
          assessment.revision AS revision,
          assessment.body_hash AS body_hash
        FROM assessment
        WHERE assessment.pledge_id = given.pledge_id
          AND assessment.live = given.live
          AND assessment.as_of > given.as_of
        ORDER BY assessment.as_of, assessment.revision
        LIMIT 1
      )
    ) AS neighbour
    WHERE neighbour.body_hash = given.body_hash
      AND given.cause = 'score'
    ORDER BY neighbour.revision
    LIMIT 1
  ) AS same ON TRUE
  LEFT JOIN LATERAL (
    SELECT
      assessment.id AS id,
      assessment.as_of AS as_of
    FROM assessment
    WHERE assessment.pledge_id = given.pledge_id
      AND assessment.live = given.live
      AND assessment.latest
    LIMIT 1
  ) AS latest ON TRUE
),
inserted AS (
  INSERT INTO assessment (
    id, pledge_id, live, revision, latest, body_hash, request, origin, stamp, as_of, window_end, epoch, degraded, late,
    cause, risk_score, log_odds, risk_level, disposition, disposition_reason, rule_label, effective_action,
    effective_by, effective_at, reason_codes, reasons, features, subscores, rules, actions, warnings, versions,
    project_id, creator_id, backer_id, card, ip, device, email, amount, currency, base_amount, occurred_at,
    created_at, evidence, challenger_score
  )
  SELECT
    given.id AS id,
    given.pledge_id AS pledge_id,
    given.live AS live,
    judged.next_revision AS revision,
    judged.latest AS latest,
    given.body_hash AS body_hash,
    given.request AS request,
    given.origin AS origin,
    given.stamp AS stamp,
    given.as_of AS as_of,
    given.window_end AS window_end,
    given.epoch AS epoch,
    given.degraded AS degraded,
    given.late AS late,
    given.cause AS cause,
    given.risk_score AS risk_score,
    given.log_odds AS log_odds,
    given.risk_level AS risk_level,
    given.disposition AS disposition,
    given.disposition_reason AS disposition_reason,
    given.rule_label AS rule_label,
    given.effective_action AS effective_action,
    given.effective_by AS effective_by,
    given.effective_at AS effective_at,
    given.reason_codes AS reason_codes,
    given.reasons AS reasons,
    given.features AS features,
    given.subscores AS subscores,
    given.rules AS rules,
    given.actions AS actions,
    given.warnings AS warnings,
    given.versions AS versions,
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
    given.occurred_at AS occurred_at,
    given.created_at AS created_at,
    given.evidence AS evidence,
    given.challenger_score AS challenger_score
  FROM given
  INNER JOIN judged ON given.id = judged.id
  WHERE NOT judged.repeated
  RETURNING assessment.id AS id
)
SELECT
  judged.id AS id,
  judged.repeated AS repeated,
  CASE
    WHEN judged.repeated THEN judged.stored_id
    ELSE judged.id
  END AS stored_id,
  CASE
    WHEN NOT judged.repeated AND judged.latest THEN judged.latest_id
  END AS superseded_id,
  CASE
    WHEN judged.repeated THEN judged.stored_revision
    ELSE judged.next_revision
  END AS revision
FROM judged
LEFT JOIN inserted ON judged.id = inserted.id
