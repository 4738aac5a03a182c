-- A new flag, of which there is only a draft.
-- params: key, type, draft, draft_by, created_at, created_by
INSERT INTO flag (key, type, version, draft, draft_by, created_at, created_by)
VALUES ($1, $2, 1, $3, $4, $5, $6);
