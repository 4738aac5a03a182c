-- How much was pledged on a day, by the country that the pledges came from.
-- params: none
CREATE OR REPLACE VIEW published."pledge_country_day" AS
SELECT
  pledge_country_day.day AS day,
  pledge_country_day.country AS country,
  pledge_country_day.pledges AS pledges,
  pledge_country_day.backers AS backers,
  pledge_country_day.base_amount AS base_amount,
  pledge_country_day.collected_pledges AS collected_pledges,
  pledge_country_day.collected AS collected
FROM /*{own:identifier}*/.pledge_country_day;
