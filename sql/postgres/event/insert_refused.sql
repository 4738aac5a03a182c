-- Keep what was refused of one request, for its sender to read.
-- params: at, key_id, indexes, insert_ids, fields, rules, texts
INSERT INTO event_refused (at, key_id, index, insert_id, field, rule, text)
SELECT
  $1::TIMESTAMPTZ,
  $2::TEXT,
  refused.index,
  refused.insert_id,
  refused.field,
  refused.rule,
  refused.text
FROM unnest($3::INTEGER[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[])
  AS refused (index, insert_id, field, rule, text);
