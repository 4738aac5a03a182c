-- The distribution that percentiles come from, from now on.
-- params: from_time, until_time, pledges, seed, features, computed_at
INSERT INTO feature_distribution (from_time, until_time, pledges, seed, features, computed_at)
VALUES ($1, $2, $3, $4, $5::JSONB, $6)
RETURNING feature_distribution.version AS version
