-- Who changed this flag, newest first, a page at a time?
-- params: flag_key, before_version, row_limit
SELECT
  flag_change.version AS version,
  flag_change.action AS action,
  flag_change.at AS at,
  flag_change.actor AS actor,
  flag_change.note AS note,
  flag_change.before AS before,
  flag_change.after AS after,
  flag_change.published AS published
FROM flag_change
WHERE flag_change.flag_key = $1
  AND ($2::INTEGER IS NULL OR flag_change.version < $2)
ORDER BY flag_change.version DESC
LIMIT $3;
