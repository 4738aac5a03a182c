-- Who has written the draft of this flag, since the last one was published or discarded?
-- params: flag_key
SELECT DISTINCT
  flag_change.actor ->> 'kind' AS kind,
  flag_change.actor ->> 'id' AS id,
  flag_change.actor ->> 'name' AS name
FROM flag_change
WHERE flag_change.flag_key = $1
  AND flag_change.action IN ('create', 'edit')
  AND flag_change.version > coalesce(
    (
      SELECT max(ended.version)
      FROM flag_change AS ended
      WHERE ended.flag_key = $1
        AND ended.action IN ('publish', 'discard')
    ),
    0
  );
