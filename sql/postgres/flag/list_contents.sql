-- What do all flags hold, drafts included?
-- params: none
SELECT
  flag.key AS key,
  flag.published AS published,
  flag.draft AS draft,
  flag.approved_by IS NOT NULL AS approved
FROM flag
ORDER BY flag.key COLLATE "C" ASC;
