-- What a pledge turned out to be, and who says so; once per source.
-- params: pledge_id, live, label, source, known_at, origin, stamp, created_at
INSERT INTO pledge_label (pledge_id, live, label, source, known_at, origin, stamp, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (pledge_id, live, label, source) DO NOTHING
