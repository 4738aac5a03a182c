-- Which rules a ruleset is, kept once.
-- params: hash, rules, noted_at
INSERT INTO ruleset (hash, rules, noted_at)
VALUES ($1, $2::JSONB, $3)
ON CONFLICT (hash) DO NOTHING
