-- What is this flag?
-- params: key
SELECT
  flag.key AS key,
  flag.type AS type,
  flag.version AS version,
  flag.published AS published,
  flag.published_version AS published_version,
  flag.draft AS draft,
  flag.draft_by AS draft_by,
  flag.approved_by AS approved_by,
  flag.created_at AS created_at,
  flag.created_by AS created_by,
  coalesce(flag_change.at, flag.created_at) AS changed_at,
  coalesce(
    flag_change.actor,
    jsonb_build_object('kind', 'system', 'id', flag.created_by, 'name', flag.created_by)
  ) AS changed_by
FROM flag
LEFT JOIN flag_change ON flag_change.flag_key = flag.key
  AND flag_change.version = flag.version
WHERE flag.key = $1;
