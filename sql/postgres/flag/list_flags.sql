-- Which flags are there, a page at a time? Archived is what is archived in what is answered by, or in a first draft.
-- params: archived, after_key, row_limit, type, search
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
WHERE ($1::BOOLEAN IS NULL OR (coalesce(flag.published, flag.draft) ->> 'archived')::BOOLEAN = $1)
  AND ($2::TEXT IS NULL OR flag.key COLLATE "C" > $2 COLLATE "C")
  AND ($4::TEXT IS NULL OR flag.type = $4)
  AND ($5::TEXT IS NULL OR strpos(lower(flag.key), lower($5)) > 0)
ORDER BY flag.key COLLATE "C" ASC
LIMIT $3;
