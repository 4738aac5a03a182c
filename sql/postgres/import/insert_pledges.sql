-- Makes observations of the pledges among the next rows. A pledge that was scored live stays as it is; one that
-- an import brought counts again only if its request changed, and never backwards. A revision carries the difference.
-- params: import_id, after_known_at, after_line, after_part, row_limit, last_stamp
WITH page AS (
  SELECT
    stamped.stamp AS stamp,
    stamped.pledge_id AS pledge_id,
    stamped.occurred_at AS occurred_at,
    stamped.base_amount AS base_amount,
    stamped.body_hash AS body_hash,
    stamped.ip AS ip,
    stamped.ip_network AS ip_network,
    stamped.device AS device,
    stamped.card AS card,
    stamped.bin AS bin,
    stamped.backer AS backer,
    stamped.email AS email,
    stamped.address AS address,
    stamped.project AS project,
    stamped.creator AS creator
  FROM list_stamped_rows($1, $2, $3, $4::SMALLINT, $5, $6) AS stamped
  WHERE stamped.kind = 'pledge'
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
