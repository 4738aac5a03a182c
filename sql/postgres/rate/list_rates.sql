-- Which rates are known, by currency and day?
-- params: none
SELECT
  rate.currency AS currency,
  rate.day AS day,
  rate.per_base AS per_base
FROM rate
ORDER BY rate.currency, rate.day
