-- Which of these keys did this person make, by themselves or with a key that they had made?
-- params: key_ids, person_id
WITH RECURSIVE made AS (
  SELECT
    audit.subject_id AS key_id,
    audit.after ->> 'name' AS name,
    audit.actor_id AS maker_id
  FROM audit
  WHERE audit.subject_kind = 'key'
    AND audit.action = 'key.add'
    AND audit.subject_id = ANY($1::TEXT [])
  UNION
  -- A key that may make keys: whoever made it.
  SELECT
    made.key_id AS key_id,
    made.name AS name,
    audit.actor_id AS maker_id
  FROM made
  INNER JOIN audit ON audit.subject_id = made.maker_id
  WHERE audit.subject_kind = 'key'
    AND audit.action = 'key.add'
)
SELECT made.name AS name
FROM made
WHERE made.maker_id = $2
ORDER BY made.key_id ASC
LIMIT 1;
