-- Keep what a generation of the history could not take; a line counts once.
-- params: store, generation, at, document_id, object, line, rule, detail, text
INSERT INTO history_refused (store, generation, at, document_id, object, line, rule, detail, text)
SELECT
  $1::TEXT AS store,
  $2::INTEGER AS generation,
  $3::TIMESTAMPTZ AS at,
  given.document_id AS document_id,
  given.object AS object,
  given.line AS line,
  given.rule AS rule,
  given.detail AS detail,
  given.text AS text
FROM unnest($4::TEXT[], $5::TEXT[], $6::BIGINT[], $7::TEXT[], $8::TEXT[], $9::TEXT[])
  AS given (document_id, object, line, rule, detail, text)
ON CONFLICT DO NOTHING
RETURNING history_refused.id AS id
