-- How much was pledged on each of these days, by country? A pledge is from where its address was by the geographic database
-- that was valid when it was made; of several kinds that know it, one: they are asked in the order of their names. Days are
-- UTC. What was collected counts for the day of the pledge, so that the two can be compared.
-- params: from_day, until_day
INSERT INTO pledge_country_day (day, country, pledges, backers, base_amount, collected_pledges, collected)
WITH pledged AS (
  SELECT
    pledge_fact.pledge_id AS pledge_id,
    pledge_fact.backer_id AS backer_id,
    CAST(pledge_fact.pledged_at AS DATE) AS day,
    pledge_fact.base_amount AS base_amount
  FROM pledge_fact
  WHERE pledge_fact.live
    AND pledge_fact.pledged_at >= CAST(CAST($1 AS DATE) AS TIMESTAMP)
    AND pledge_fact.pledged_at < CAST(CAST($2 AS DATE) AS TIMESTAMP)
),

ranked AS (
  SELECT
    pledge_geo.pledge_id AS pledge_id,
    pledge_geo.country AS country,
    ROW_NUMBER() OVER (
      PARTITION BY pledge_geo.pledge_id
      ORDER BY
        pledge_geo.kind ASC,
        pledge_geo.country ASC
    ) AS place
  FROM pledge_geo
  WHERE pledge_geo.live
    AND pledge_geo.country IS NOT NULL
    AND pledge_geo.pledged_at >= CAST(CAST($1 AS DATE) AS TIMESTAMP)
    AND pledge_geo.pledged_at < CAST(CAST($2 AS DATE) AS TIMESTAMP)
),

located AS (
  SELECT
    ranked.pledge_id AS pledge_id,
    ranked.country AS country
  FROM ranked
  WHERE ranked.place = 1
),

paid AS (
  SELECT
    pledge_outcome.pledge_id AS pledge_id,
    SUM(pledge_outcome.base_amount) AS base_amount,
    COUNT(*) AS collections,
    COUNT(pledge_outcome.base_amount) AS known_amounts
  FROM pledge_outcome
  WHERE pledge_outcome.kind = 'collected'
    AND pledge_outcome.live
  GROUP BY pledge_outcome.pledge_id
)

SELECT
  pledged.day AS day,
  located.country AS country,
  COUNT(*) AS pledges,
  COUNT(DISTINCT pledged.backer_id) AS backers,
  CAST(COALESCE(SUM(pledged.base_amount), 0) AS DECIMAL(38, 0)) AS base_amount,
  COUNT(paid.pledge_id) AS collected_pledges,
  CAST(
    COALESCE(
      SUM(
        CASE
          WHEN paid.known_amounts > 0 THEN CAST(paid.base_amount AS DECIMAL(38, 0))
          WHEN paid.collections > 0 THEN CAST(pledged.base_amount AS DECIMAL(38, 0))
        END
      ),
      0
    ) AS DECIMAL(38, 0)
  ) AS collected
FROM pledged
LEFT JOIN located ON pledged.pledge_id = located.pledge_id
LEFT JOIN paid ON pledged.pledge_id = paid.pledge_id
GROUP BY
  pledged.day,
  located.country;
