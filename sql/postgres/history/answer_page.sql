-- Part of match_documents: the newest of them.
-- params: none
SELECT
  (extract(EPOCH FROM matching.time) * 1000)::BIGINT AS time,
  replace(matching.id::TEXT, '-', '') AS id,
  matching.live AS live,
  matching.kind AS kind,
  matching.source AS source,
  matching.name AS name,
  matching.distinct_id AS distinct_id,
  matching.backer AS backer,
  matching.actors AS actors,
  matching.ip AS ip,
  matching.country AS country,
  matching.device AS device,
  matching.card AS card,
  matching.email AS email,
  matching.project AS project,
  matching.pledge AS pledge,
  matching.revision AS revision,
  matching.risk_score AS risk_score,
  matching.risk_level AS risk_level,
  matching.disposition AS disposition,
  matching.reasons AS reasons,
  matching.category AS category,
  matching.amount AS amount,
  matching.currency AS currency,
  matching.base_amount AS base_amount,
  matching.properties AS properties
FROM matching
ORDER BY matching.time DESC, matching.id DESC
LIMIT /*{rows:integer}*/
