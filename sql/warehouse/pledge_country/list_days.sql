-- How much was pledged on each of these days, by country? The second day is not among them.
-- params: from_day, until_day
SELECT
  pledge_country_day.day AS day,
  pledge_country_day.country AS country,
  pledge_country_day.pledges AS pledges,
  pledge_country_day.backers AS backers,
  pledge_country_day.base_amount AS base_amount,
  pledge_country_day.collected_pledges AS collected_pledges,
  pledge_country_day.collected AS collected
FROM pledge_country_day
WHERE pledge_country_day.day >= CAST($1 AS DATE)
  AND pledge_country_day.day < CAST($2 AS DATE)
ORDER BY
  pledge_country_day.day ASC,
  pledge_country_day.pledges DESC,
  pledge_country_day.country ASC;
