-- Rates of days, many at once; a later word on the same day replaces the earlier one.
-- params: rows
INSERT INTO rate (currency, day, per_base)
SELECT DISTINCT ON (given.currency, given.day)
  given.currency AS currency,
  given.day AS day,
  given.per_base AS per_base
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (place INTEGER, currency TEXT, day DATE, per_base NUMERIC)
ORDER BY given.currency, given.day, given.place DESC
ON CONFLICT (currency, day) DO UPDATE SET per_base = EXCLUDED.per_base
