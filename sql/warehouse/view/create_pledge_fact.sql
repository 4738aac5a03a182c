-- One row a pledge (and live or test), from all that tells of it: the company's own table wins for money and state, the
-- latest assessment for risk, the log for the rest. Money is integer minor units; the base amount is the one that was fixed
-- when the pledge was made, and where money came from elsewhere the rate of the pledge's day gives it (halves away from
-- zero, as in scoring). NULL: unknown. Times are UTC.
-- params: none
CREATE OR REPLACE VIEW pledge_fact AS
WITH ranked_assessment AS (
  SELECT
    pledge_assessment.pledge_id AS pledge_id,
    pledge_assessment.live AS live,
    pledge_assessment.revision AS revision,
    pledge_assessment.risk_score AS risk_score,
    pledge_assessment.risk_level AS risk_level,
    pledge_assessment.disposition AS disposition,
    pledge_assessment.amount AS amount,
    pledge_assessment.currency AS currency,
    pledge_assessment.base_amount AS base_amount,
    pledge_assessment.backer_id AS backer_id,
    pledge_assessment.project_id AS project_id,
    pledge_assessment.ip4 AS ip4,
    pledge_assessment.ip6 AS ip6,
    pledge_assessment.time AS time,
    MIN(pledge_assessment.time) OVER (
      PARTITION BY pledge_assessment.pledge_id, pledge_assessment.live
    ) AS first_time,
    ROW_NUMBER() OVER (
      PARTITION BY pledge_assessment.pledge_id, pledge_assessment.live
      ORDER BY pledge_assessment.time DESC, pledge_assessment.revision DESC
    ) AS recency
  FROM pledge_assessment
),

assessed AS (
  SELECT
    ranked_assessment.pledge_id AS pledge_id,
    ranked_assessment.live AS live,
    ranked_assessment.revision AS revision,
    ranked_assessment.risk_score AS risk_score,
    ranked_assessment.risk_level AS risk_level,
    ranked_assessment.disposition AS disposition,
    ranked_assessment.amount AS amount,
    ranked_assessment.currency AS currency,
    ranked_assessment.base_amount AS base_amount,
    ranked_assessment.backer_id AS backer_id,
    ranked_assessment.project_id AS project_id,
    ranked_assessment.ip4 AS ip4,
    ranked_assessment.ip6 AS ip6,
    ranked_assessment.time AS time,
    ranked_assessment.first_time AS first_time
  FROM ranked_assessment
  WHERE ranked_assessment.recency = 1
),

-- With `live` as a column the join below is one of equalities; DuckDB makes a nested loop of anything else.
stated AS (
  SELECT
    pledge_state.pledge_id AS pledge_id,
    TRUE AS live,
    pledge_state.backer_id AS backer_id,
    pledge_state.project_id AS project_id,
    pledge_state.amount AS amount,
    pledge_state.currency AS currency,
    pledge_state.state AS state,
    pledge_state.pledged_at AS pledged_at,
    pledge_state.snapshot_on AS snapshot_on
  FROM pledge_state
),

known AS (
  SELECT
    pledge.pledge_id AS pledge_id,
    pledge.live AS live
  FROM pledge
  UNION
  SELECT
    assessed.pledge_id AS pledge_id,
    assessed.live AS live
  FROM assessed
  UNION
  SELECT
    stated.pledge_id AS pledge_id,
    stated.live AS live
  FROM stated
),

told AS (
  SELECT
    known.pledge_id AS pledge_id,
    known.live AS live,
    COALESCE(stated.backer_id, pledge.backer_id, assessed.backer_id) AS backer_id,
    COALESCE(stated.project_id, pledge.project_id, assessed.project_id) AS project_id,
    COALESCE(stated.amount, pledge.amount, assessed.amount) AS amount,
    COALESCE(stated.currency, pledge.currency, assessed.currency) AS currency,
    COALESCE(stated.pledged_at, pledge.time, assessed.first_time) AS pledged_at,
    stated.state AS state,
    stated.snapshot_on AS snapshot_on,
    stated.amount AS stated_amount,
    pledge.amount AS logged_amount,
    pledge.currency AS logged_currency,
    pledge.base_amount AS logged_base_amount,
    assessed.amount AS assessed_amount,
    assessed.currency AS assessed_currency,
    assessed.base_amount AS assessed_base_amount,
    COALESCE(pledge.ip4, assessed.ip4) AS ip4,
    COALESCE(pledge.ip6, assessed.ip6) AS ip6,
    assessed.revision AS revision,
    assessed.risk_score AS risk_score,
    assessed.risk_level AS risk_level,
    assessed.disposition AS disposition,
    assessed.time AS assessed_at
  FROM known
  LEFT JOIN pledge ON known.pledge_id = pledge.pledge_id
    AND known.live = pledge.live
  LEFT JOIN assessed ON known.pledge_id = assessed.pledge_id
    AND known.live = assessed.live
  LEFT JOIN stated ON known.pledge_id = stated.pledge_id
    AND known.live = stated.live
),

dated_rate AS (
  SELECT
    rate.currency AS currency,
    rate.per_base AS per_base,
    rate.day AS valid_from,
    LEAD(rate.day) OVER (
      PARTITION BY rate.currency
      ORDER BY rate.day ASC
    ) AS valid_until
  FROM rate
),

converted AS (
  SELECT
    told.pledge_id AS pledge_id,
    told.live AS live,
    CAST(
      CAST(told.amount AS DOUBLE PRECISION) * (
        CAST(company.minor_units AS DOUBLE PRECISION) / CAST(COALESCE(currency.minor_units, 100) AS DOUBLE PRECISION)
      ) AS DOUBLE PRECISION
    ) / CAST(dated_rate.per_base AS DOUBLE PRECISION) AS exact
  FROM told
  INNER JOIN dated_rate ON told.currency = dated_rate.currency
    AND CAST(told.pledged_at AS DATE) >= dated_rate.valid_from
    AND CAST(told.pledged_at AS DATE) < COALESCE(dated_rate.valid_until, CAST('9999-12-31' AS DATE))
  INNER JOIN company ON 1 = 1
  LEFT JOIN currency ON told.currency = currency.currency
)

SELECT
  told.pledge_id AS pledge_id,
  told.live AS live,
  told.backer_id AS backer_id,
  told.project_id AS project_id,
  told.amount AS amount,
  told.currency AS currency,
  CASE
    WHEN told.logged_base_amount IS NOT NULL
      AND (told.stated_amount IS NULL OR (told.amount = told.logged_amount AND told.currency = told.logged_currency))
    THEN told.logged_base_amount
    WHEN told.assessed_base_amount IS NOT NULL
      AND (
        told.stated_amount IS NULL
        OR (told.amount = told.assessed_amount AND told.currency = told.assessed_currency)
      )
    THEN told.assessed_base_amount
    WHEN told.currency = company.currency THEN told.amount
    WHEN converted.exact - FLOOR(converted.exact) >= 0.5 THEN CAST(FLOOR(converted.exact) AS BIGINT) + 1
    ELSE CAST(FLOOR(converted.exact) AS BIGINT)
  END AS base_amount,
  told.pledged_at AS pledged_at,
  told.state AS state,
  told.snapshot_on AS snapshot_on,
  told.ip4 AS ip4,
  told.ip6 AS ip6,
  told.revision AS revision,
  told.risk_score AS risk_score,
  told.risk_level AS risk_level,
  told.disposition AS disposition,
  told.assessed_at AS assessed_at
FROM told
INNER JOIN company ON 1 = 1
LEFT JOIN converted ON told.pledge_id = converted.pledge_id
  AND told.live = converted.live;
