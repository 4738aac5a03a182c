-- Store documents that are not there yet; the first of an id counts.
-- params: generation, arrival, documents
INSERT INTO history_document (
  generation, time, id, arrival, live, kind, source, name, distinct_id, backer, actors, ip, country, device, card, email,
  project, pledge, revision, risk_score, risk_level, disposition, reasons, category, amount, currency, base_amount, words,
  properties
)
SELECT
  $1::INTEGER AS generation,
  to_timestamp(given.time / 1000.0) AS time,
  given.id AS id,
  $2::BIGINT AS arrival,
  given.live AS live,
  given.kind AS kind,
  given.source AS source,
  given.name AS name,
  given.distinct_id AS distinct_id,
  given.backer AS backer,
  given.actors AS actors,
  given.ip AS ip,
  given.country AS country,
  given.device AS device,
  given.card AS card,
  given.email AS email,
  given.project AS project,
  given.pledge AS pledge,
  given.revision AS revision,
  given.risk_score AS risk_score,
  given.risk_level AS risk_level,
  given.disposition AS disposition,
  given.reasons AS reasons,
  given.category AS category,
  given.amount AS amount,
  given.currency AS currency,
  given.base_amount AS base_amount,
  given.words AS words,
  given.properties AS properties
FROM json_to_recordset($3::JSON) AS given (
  time BIGINT, id UUID, live BOOLEAN, kind TEXT, source TEXT, name TEXT, distinct_id TEXT, backer TEXT, actors TEXT[],
  ip INET, country TEXT, device TEXT, card TEXT, email TEXT, project TEXT, pledge TEXT, revision INTEGER,
  risk_score DOUBLE PRECISION, risk_level TEXT, disposition TEXT, reasons TEXT[], category TEXT, amount BIGINT,
  currency TEXT, base_amount BIGINT, words TSVECTOR, properties JSONB
)
ON CONFLICT DO NOTHING
