-- What do the latest pledges of an entity have in common with others? `values`: of each kind the 20 values that most of them
-- have, each with its latest 500 pledges, the backers behind them, and how many are flagged. `backers`: the others who have a
-- card, device, address or line of these, by what; the most flagged first. One reading for both: it is the dear part.
-- params: id, row_limit, self
WITH own AS (
  SELECT
    observation.pledge_id AS pledge_id,
    observation.backer AS backer,
    observation.card AS card,
    observation.device AS device,
    observation.ip AS ip,
    observation.address AS address
  FROM observation
  WHERE observation./*{column:identifier}*/ = $1
    AND observation.kind = 'pledge'
    AND observation.live
  ORDER BY observation.occurred_at DESC
  LIMIT 2000
),
found AS (
  SELECT
    part.kind AS kind,
    part.value AS value,
    own.pledge_id AS pledge_id
  FROM own
  CROSS JOIN LATERAL (
    VALUES
    ('backer', own.backer),
    ('card', own.card),
    ('device', own.device),
    ('ip', own.ip),
    ('address', own.address)
  ) AS part (kind, value)
  WHERE part.value IS NOT NULL
),
ranked AS (
  SELECT
    found.kind AS kind,
    found.value AS value,
    COUNT(DISTINCT found.pledge_id) AS own_pledges,
    ROW_NUMBER() OVER (PARTITION BY found.kind ORDER BY COUNT(DISTINCT found.pledge_id) DESC, found.value) AS place
  FROM found
  GROUP BY found.kind, found.value
),
shared AS (
  SELECT
    ranked.kind AS kind,
    ranked.value AS value,
    ranked.own_pledges AS own_pledges
  FROM ranked
  WHERE ranked.place <= 20
),
sighted AS (
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    sighting.pledge_id AS pledge_id,
    sighting.backer AS backer,
    sighting.occurred_at AS occurred_at
  FROM shared
  CROSS JOIN LATERAL (
    SELECT
      observation.pledge_id AS pledge_id,
      observation.backer AS backer,
      observation.occurred_at AS occurred_at
    FROM observation
    WHERE observation.backer = shared.value
      AND observation.kind = 'pledge'
      AND observation.live
    ORDER BY observation.occurred_at DESC
    LIMIT 500
  ) AS sighting
  WHERE shared.kind = 'backer'
  UNION ALL
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    sighting.pledge_id AS pledge_id,
    sighting.backer AS backer,
    sighting.occurred_at AS occurred_at
  FROM shared
  CROSS JOIN LATERAL (
    SELECT
      observation.pledge_id AS pledge_id,
      observation.backer AS backer,
      observation.occurred_at AS occurred_at
    FROM observation
    WHERE observation.card = shared.value
      AND observation.kind = 'pledge'
      AND observation.live
    ORDER BY observation.occurred_at DESC
    LIMIT 500
  ) AS sighting
  WHERE shared.kind = 'card'
  UNION ALL
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    sighting.pledge_id AS pledge_id,
    sighting.backer AS backer,
    sighting.occurred_at AS occurred_at
  FROM shared
  CROSS JOIN LATERAL (
    SELECT
      observation.pledge_id AS pledge_id,
      observation.backer AS backer,
      observation.occurred_at AS occurred_at
    FROM observation
    WHERE observation.device = shared.value
      AND observation.kind = 'pledge'
      AND observation.live
    ORDER BY observation.occurred_at DESC
    LIMIT 500
  ) AS sighting
  WHERE shared.kind = 'device'
  UNION ALL
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    sighting.pledge_id AS pledge_id,
    sighting.backer AS backer,
    sighting.occurred_at AS occurred_at
  FROM shared
  CROSS JOIN LATERAL (
    SELECT
      observation.pledge_id AS pledge_id,
      observation.backer AS backer,
      observation.occurred_at AS occurred_at
    FROM observation
    WHERE observation.ip = shared.value
      AND observation.kind = 'pledge'
      AND observation.live
    ORDER BY observation.occurred_at DESC
    LIMIT 500
  ) AS sighting
  WHERE shared.kind = 'ip'
  UNION ALL
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    sighting.pledge_id AS pledge_id,
    sighting.backer AS backer,
    sighting.occurred_at AS occurred_at
  FROM shared
  CROSS JOIN LATERAL (
    SELECT
      observation.pledge_id AS pledge_id,
      observation.backer AS backer,
      observation.occurred_at AS occurred_at
    FROM observation
    WHERE observation.address = shared.value
      AND observation.kind = 'pledge'
      AND observation.live
    ORDER BY observation.occurred_at DESC
    LIMIT 500
  ) AS sighting
  WHERE shared.kind = 'address'
),
flagged AS (
  SELECT
    pledge.pledge_id AS pledge_id,
    assessment.effective_action <> 'accept' OR EXISTS (
      SELECT
      FROM pledge_label
      WHERE pledge_label.pledge_id = assessment.pledge_id
        AND pledge_label.live
        AND pledge_label.label <> 'not_fraud'
    ) AS flagged
  FROM (SELECT DISTINCT sighted.pledge_id AS pledge_id FROM sighted) AS pledge
  INNER JOIN assessment
    ON pledge.pledge_id = assessment.pledge_id
      AND assessment.live
      AND assessment.latest
),
told AS (
  SELECT
    sighted.kind AS kind,
    sighted.value AS value,
    sighted.pledge_id AS pledge_id,
    sighted.backer AS backer,
    sighted.occurred_at AS occurred_at,
    flagged.flagged AS flagged
  FROM sighted
  LEFT JOIN flagged ON sighted.pledge_id = flagged.pledge_id
),
ring_value AS (
  SELECT
    shared.kind AS kind,
    shared.value AS value,
    shared.own_pledges AS own_pledges,
    COUNT(DISTINCT told.pledge_id) AS pledges,
    COUNT(DISTINCT told.backer) AS backers,
    COUNT(DISTINCT told.pledge_id) FILTER (WHERE told.flagged) AS flagged
  FROM shared
  INNER JOIN told
    ON shared.kind = told.kind
      AND shared.value = told.value
  GROUP BY shared.kind, shared.value, shared.own_pledges
),
ring_backer AS (
  SELECT
    told.backer AS backer_id,
    JSONB_AGG(DISTINCT told.kind) AS by,
    COUNT(DISTINCT told.pledge_id) AS pledges,
    COUNT(DISTINCT told.pledge_id) FILTER (WHERE told.flagged) AS flagged,
    MAX(told.occurred_at) / 1000 AS last_at_ms
  FROM told
  WHERE told.kind <> 'backer'
    AND told.backer IS NOT NULL
    AND told.backer IS DISTINCT FROM $3
  GROUP BY told.backer
  ORDER BY flagged DESC, pledges DESC, told.backer
  LIMIT $2
)
SELECT
  (
    SELECT
      COALESCE(
        JSONB_AGG(
          TO_JSONB(ring_value)
          ORDER BY ring_value.kind, ring_value.flagged DESC, ring_value.pledges DESC, ring_value.value
        ),
        '[]'
      )
    FROM ring_value
  ) AS "values",
  (
    SELECT
      COALESCE(
        JSONB_AGG(
          TO_JSONB(ring_backer)
          ORDER BY ring_backer.flagged DESC, ring_backer.pledges DESC, ring_backer.backer_id
        ),
        '[]'
      )
    FROM ring_backer
  ) AS backers
