-- Facts of backers, many at once; of a backer told twice the last word counts.
-- params: rows, updated_at
INSERT INTO backer_fact (backer_id, signed_up_at, country, email, updated_at)
SELECT DISTINCT ON (given.backer_id)
  given.backer_id AS backer_id,
  given.signed_up_at AS signed_up_at,
  given.country AS country,
  given.email AS email,
  $2::TIMESTAMPTZ AS updated_at
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
  place INTEGER, backer_id TEXT, signed_up_at TIMESTAMPTZ, country TEXT, email TEXT
)
ORDER BY given.backer_id, given.place DESC
ON CONFLICT (backer_id) DO UPDATE SET
  signed_up_at = EXCLUDED.signed_up_at,
  country = EXCLUDED.country,
  email = EXCLUDED.email,
  updated_at = EXCLUDED.updated_at
