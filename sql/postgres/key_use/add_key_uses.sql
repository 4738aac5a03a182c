-- How often was each key used in each minute?
-- params: key_ids, minutes, requests
INSERT INTO key_use (key_id, minute, requests)
SELECT
  used.key_id,
  used.minute,
  used.requests
FROM unnest($1::UUID[], $2::TIMESTAMPTZ[], $3::BIGINT[]) AS used (key_id, minute, requests)
INNER JOIN api_key ON api_key.id = used.key_id
ON CONFLICT (key_id, minute) DO UPDATE SET requests = key_use.requests + excluded.requests;
