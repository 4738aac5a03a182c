-- Makes observations of the pledges among rows that were just stamped. A pledge that was scored live stays as it is; one that
-- an import brought counts again only if its request changed, and never backwards. A revision carries the difference.
-- params: import_id, after_known_at, after_line, after_part, until_known_at, until_line, until_part
WITH page AS (
  SELECT
    import_row.stamp AS stamp,
    import_row.pledge_id AS pledge_id,
    import_row.occurred_at AS occurred_at,
    import_row.base_amount AS base_amount,
    import_row.body_hash AS body_hash,
    import_row.ip AS ip,
    import_row.ip_network AS ip_network,
    import_row.device AS device,
    import_row.card AS card,
    import_row.bin AS bin,
    import_row.backer AS backer,
    import_row.email AS email,
    import_row.address AS address,
    import_row.project AS project,
    import_row.creator AS creator
  FROM import_row
  WHERE import_row.import_id = $1
    AND (import_row.known_at, import_row.line, import_row.part) > ($2::BIGINT, $3::BIGINT, $4::SMALLINT)
    AND (import_row.known_at, import_row.line, import_row.part) <= ($5::BIGINT, $6::BIGINT, $7::SMALLINT)
    AND import_row.kind = 'pledge'
),

pledge_of_page AS (
  SELECT DISTINCT
    page.pledge_id AS pledge_id
  FROM page
),

earlier AS (
  SELECT DISTINCT ON (observation.pledge_id)
    observation.pledge_id AS pledge_id,
    observation.origin AS origin,
    observation.occurred_at AS occurred_at,
    observation.body_hash AS body_hash,
    MAX(observation.revision) OVER (PARTITION BY observation.pledge_id) AS revision,
    SUM(observation.amount) OVER (PARTITION BY observation.pledge_id) AS total
  FROM pledge_of_page
  INNER JOIN observation ON pledge_of_page.pledge_id = observation.pledge_id
    AND observation.kind IN ('pledge', 'attempt')
    AND (observation.origin = $1 OR observation.epoch IS NOT NULL)
  ORDER BY observation.pledge_id ASC, observation.stamp DESC
),

judged AS (
  SELECT
    page.stamp AS stamp,
    page.pledge_id AS pledge_id,
    page.occurred_at AS occurred_at,
    page.base_amount AS base_amount,
    page.body_hash AS body_hash,
    page.ip AS ip,
    page.ip_network AS ip_network,
    page.device AS device,
    page.card AS card,
    page.bin AS bin,
    page.backer AS backer,
    page.email AS email,
    page.address AS address,
    page.project AS project,
    page.creator AS creator,
    COALESCE(earlier.revision, 0) AS earlier_revision,
    COALESCE(earlier.total, 0) AS earlier_total,
    CASE
      WHEN earlier.origin = '00000000-0000-0000-0000-000000000000' THEN FALSE
      WHEN page.occurred_at < earlier.occurred_at THEN FALSE
      ELSE page.body_hash <> COALESCE(
        LAG(page.body_hash) OVER (PARTITION BY page.pledge_id ORDER BY page.stamp ASC),
        earlier.body_hash,
        ''
      )
    END AS is_new
  FROM page
  LEFT JOIN earlier ON page.pledge_id = earlier.pledge_id
),

revised AS (
  SELECT
    judged.stamp AS stamp,
    judged.pledge_id AS pledge_id,
    judged.occurred_at AS occurred_at,
    judged.body_hash AS body_hash,
    judged.ip AS ip,
    judged.ip_network AS ip_network,
    judged.device AS device,
    judged.card AS card,
    judged.bin AS bin,
    judged.backer AS backer,
    judged.email AS email,
    judged.address AS address,
    judged.project AS project,
    judged.creator AS creator,
    judged.earlier_revision + ROW_NUMBER() OVER (PARTITION BY judged.pledge_id ORDER BY judged.stamp ASC) AS revision,
    judged.base_amount - COALESCE(
      LAG(judged.base_amount) OVER (
        PARTITION BY judged.pledge_id, judged.base_amount IS NULL
        ORDER BY judged.stamp ASC
      ),
      judged.earlier_total
    ) AS amount
  FROM judged
  WHERE judged.is_new
),

inserted AS (
  INSERT INTO observation (
    origin, stamp, kind, occurred_at, pledge_id, revision, live, amount, ip, ip_network, device, card, bin, backer,
    email, address, project, creator, body_hash
  )
  SELECT
    $1 AS origin,
    revised.stamp AS stamp,
    'pledge' AS kind,
    revised.occurred_at AS occurred_at,
    revised.pledge_id AS pledge_id,
    revised.revision AS revision,
    TRUE AS live,
    revised.amount AS amount,
    revised.ip AS ip,
    revised.ip_network AS ip_network,
    revised.device AS device,
    revised.card AS card,
    revised.bin AS bin,
    revised.backer AS backer,
    revised.email AS email,
    revised.address AS address,
    revised.project AS project,
    COALESCE(revised.creator, project_fact.creator_id) AS creator,
    revised.body_hash AS body_hash
  FROM revised
  LEFT JOIN project_fact ON revised.project = project_fact.project_id
  ORDER BY revised.stamp ASC
  RETURNING observation.stamp AS stamp
)

SELECT
  COUNT(*) AS inserted
FROM inserted
