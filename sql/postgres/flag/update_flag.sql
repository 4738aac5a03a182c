-- The next version of a flag; its caller holds the row's lock.
-- params: key, version, published, published_version, draft, draft_by, approved_by
UPDATE flag
SET
  version = $2,
  published = $3,
  published_version = $4,
  draft = $5,
  draft_by = $6,
  approved_by = $7
WHERE flag.key = $1
  AND flag.version = $2 - 1;
