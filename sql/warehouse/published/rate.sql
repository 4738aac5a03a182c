-- Units of a currency that one unit of the company's currency buys from a day on.
-- params: none
CREATE OR REPLACE VIEW published."rate" AS
SELECT
  rate.currency AS currency,
  rate.day AS day,
  rate.per_base AS per_base
FROM /*{own:identifier}*/.rate;
