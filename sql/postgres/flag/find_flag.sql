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
  flag.created_by AS created_by
FROM flag
WHERE flag.key = $1;
