-- What was answered by in this version of the flag?
-- params: flag_key, version
SELECT flag_change.published AS published
FROM flag_change
WHERE flag_change.flag_key = $1
  AND flag_change.version = $2;
