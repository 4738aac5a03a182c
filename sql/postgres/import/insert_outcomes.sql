-- The outcomes and labels among the same rows: stored, and observed by what their pledge was made with. One whose pledge
-- nobody knows is left aside; one that is stored already counts once.
-- params: import_id, after_known_at, after_line, after_part, row_limit, last_stamp, received_at
WITH page AS (
  SELECT
    stamped.line AS line,
    stamped.kind AS kind,
    stamped.pledge_id AS pledge_id,
    stamped.stamp AS stamp,
    stamped.occurred_at AS occurred_at,
    stamped.known_at AS known_at,
    stamped.category AS category,
    stamped.base_amount AS base_amount,
    stamped.body_hash AS body_hash,
    stamped.body AS body
  FROM list_stamped_rows($1, $2, $3, $4::SMALLINT, $5, $6) AS stamped
  WHERE stamped.kind <> 'pledge'
),

given AS (
  SELECT
    page.line AS line,
    page.kind AS kind,
    page.pledge_id AS pledge_id,
    page.stamp AS stamp,
    page.occurred_at AS occurred_at,
    page.known_at AS known_at,
    page.category AS category,
    page.base_amount AS base_amount,
    page.body_hash AS body_hash,
    page.body AS body,
    pledge.is_known AS is_known,
    pledge.ip AS ip,
    pledge.ip_network AS ip_network,
    pledge.device AS device,
    pledge.card AS card,
    pledge.bin AS bin,
    pledge.backer AS backer,
    pledge.email AS email,
    pledge.address AS address,
    pledge.project AS project,
    pledge.creator AS creator
  FROM page
  LEFT JOIN LATERAL (
    SELECT
      TRUE AS is_known,
      observation.ip AS ip,
      observation.ip_network AS ip_network,
      observation.device AS device,
      observation.card AS card,
      observation.bin AS bin,
      observation.backer AS backer,
      observation.email AS email,
      observation.address AS address,
      observation.project AS project,
      observation.creator AS creator
    FROM observation
    WHERE observation.pledge_id = page.pledge_id
      AND observation.kind IN ('pledge', 'attempt')
      AND (observation.origin = $1 OR observation.epoch IS NOT NULL)
    ORDER BY observation.stamp <= page.stamp DESC, observation.stamp DESC
    LIMIT 1
  ) AS pledge ON TRUE
),

left_aside AS (
  INSERT INTO import_quarantine (import_id, line, field, rule, detail)
  SELECT
    $1 AS import_id,
    given.line AS line,
    'pledge_id' AS field,
    'unknown_pledge' AS rule,
    'no pledge of this id is known' AS detail
  FROM given
  WHERE given.is_known IS NULL
  ON CONFLICT (import_id, line) DO NOTHING
  RETURNING 1 AS one
),

outcome AS (
  INSERT INTO pledge_outcome (
    pledge_id, live, id, body_hash, kind, category, reason_code, won, amount, currency, base_amount, occurred_at,
    known_at, origin, stamp, received_at
  )
  SELECT
    given.pledge_id AS pledge_id,
    TRUE AS live,
    given.body::JSONB ->> 'id' AS id,
    given.body_hash AS body_hash,
    given.category AS kind,
    given.body::JSONB ->> 'category' AS category,
    given.body::JSONB ->> 'reasonCode' AS reason_code,
    (given.body::JSONB ->> 'won')::BOOLEAN AS won,
    (given.body::JSONB ->> 'amount')::BIGINT AS amount,
    given.body::JSONB ->> 'currency' AS currency,
    given.base_amount AS base_amount,
    TO_TIMESTAMP(given.occurred_at / 1000000.0) AS occurred_at,
    TO_TIMESTAMP(given.known_at / 1000000.0) AS known_at,
    $1 AS origin,
    given.stamp AS stamp,
    $7::TIMESTAMPTZ AS received_at
  FROM given
  WHERE given.kind = 'outcome'
    AND given.is_known
  ORDER BY given.stamp ASC
  ON CONFLICT (pledge_id, live, id) DO NOTHING
  RETURNING pledge_outcome.stamp AS stamp
),

label AS (
  INSERT INTO pledge_label (pledge_id, live, label, source, known_at, origin, stamp, created_at)
  SELECT
    given.pledge_id AS pledge_id,
    TRUE AS live,
    given.category AS label,
    given.body AS source,
    TO_TIMESTAMP(given.known_at / 1000000.0) AS known_at,
    $1 AS origin,
    given.stamp AS stamp,
    $7::TIMESTAMPTZ AS created_at
  FROM given
  WHERE given.kind = 'label'
    AND given.is_known
  ORDER BY given.stamp ASC
  ON CONFLICT (pledge_id, live, label, source) DO NOTHING
  RETURNING pledge_label.stamp AS stamp
),

stored AS (
  SELECT
    outcome.stamp AS stamp
  FROM outcome
  UNION ALL
  SELECT
    label.stamp AS stamp
  FROM label
),

observed AS (
  INSERT INTO observation (
    origin, stamp, kind, occurred_at, pledge_id, live, category, ip, ip_network, device, card, bin, backer, email,
    address, project, creator
  )
  SELECT
    $1 AS origin,
    given.stamp AS stamp,
    given.kind AS kind,
    given.occurred_at AS occurred_at,
    given.pledge_id AS pledge_id,
    TRUE AS live,
    CASE
      WHEN given.kind = 'outcome' THEN given.category
      WHEN given.category = 'not_fraud' THEN 'not_fraud'
      ELSE 'fraud'
    END AS category,
    given.ip AS ip,
    given.ip_network AS ip_network,
    given.device AS device,
    given.card AS card,
    given.bin AS bin,
    given.backer AS backer,
    given.email AS email,
    given.address AS address,
    given.project AS project,
    given.creator AS creator
  FROM given
  INNER JOIN stored ON given.stamp = stored.stamp
  ORDER BY given.stamp ASC
  RETURNING 1 AS one
)

SELECT
  given.kind AS kind,
  given.pledge_id AS pledge_id,
  given.category AS category,
  given.base_amount AS base_amount,
  given.occurred_at AS occurred_at,
  given.known_at AS known_at,
  given.body AS body,
  given.is_known IS NOT NULL AS is_known,
  stored.stamp IS NOT NULL AS is_stored,
  (SELECT COUNT(*) FROM left_aside) AS left_aside,
  (SELECT COUNT(*) FROM observed) AS observed
FROM given
LEFT JOIN stored ON given.stamp = stored.stamp
ORDER BY given.stamp ASC
