-- From now on it may be asked about.
-- params: relation, published_by, published_at
INSERT INTO publication (relation, published_by, published_at)
VALUES ($1, $2, $3::TIMESTAMPTZ)
ON CONFLICT (relation) DO NOTHING
RETURNING publication.relation AS relation;
