-- How much was pledged on a day, by the country that the pledges came from; money is base amounts in minor units.
-- params: none
CREATE TABLE IF NOT EXISTS pledge_country_day (
  -- UTC.
  day DATE NOT NULL,
  -- ISO 3166-1 alpha-2, by the geographic database of the pledge's time; NULL: not known.
  country VARCHAR(1024),
  pledges BIGINT NOT NULL,
  backers BIGINT NOT NULL,
  -- Of the pledges whose base amount is known.
  base_amount DECIMAL(38, 0) NOT NULL,
  -- How many of them were collected, and how much of it by now.
  collected_pledges BIGINT NOT NULL,
  collected DECIMAL(38, 0) NOT NULL
);
