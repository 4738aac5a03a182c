-- Which flags are there, a page at a time? Archived is what is archived in what is answered by, or in a first draft.
-- params: archived, after_key, row_limit
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
WHERE ($1::BOOLEAN IS NULL OR (coalesce(flag.published, flag.draft) ->> 'archived')::BOOLEAN = $1)
  AND ($2::TEXT IS NULL OR flag.key COLLATE "C" > $2 COLLATE "C")
ORDER BY flag.key COLLATE "C" ASC
LIMIT $3;
