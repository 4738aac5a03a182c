-- Who else has these values of a field? Of each value, those with the most documents; without the documents of the entity
-- that was asked about, which is one of: actors, a block of addresses, a device, a card, an e-mail, a project, a pledge.
-- params: generation, arrival, live, from_time, to_time, values, actors, ip_first, ip_last, device, card, email, project, pledge, row_limit
WITH sharing AS (
  SELECT
    document./*{field:identifier}*/ AS value,
    coalesce(document.backer, document.distinct_id) AS actor,
    document.time AS time,
    document.disposition AS disposition
  FROM history_document AS document
  WHERE document.generation = $1::INTEGER
    AND document.arrival <= $2::BIGINT
    AND document.live = $3::BOOLEAN
    AND document.time >= $4::TIMESTAMPTZ
    AND document.time < $5::TIMESTAMPTZ
    AND document./*{field:identifier}*/ = ANY($6::/*{type:identifier}*/[])
    AND NOT coalesce(document.actors && $7::TEXT[], FALSE)
    AND NOT coalesce(document.ip >= $8::INET AND document.ip <= $9::INET, FALSE)
    AND NOT coalesce(document.device = ANY($10::TEXT[]), FALSE)
    AND NOT coalesce(document.card = ANY($11::TEXT[]), FALSE)
    AND NOT coalesce(document.email = ANY($12::TEXT[]), FALSE)
    AND NOT coalesce(document.project = ANY($13::TEXT[]), FALSE)
    AND NOT coalesce(document.pledge = ANY($14::TEXT[]), FALSE)
),

counted AS (
  SELECT
    sharing.value AS value,
    sharing.actor AS actor,
    count(*) AS items,
    count(*) FILTER (WHERE sharing.disposition IN ('manual_review', 'reject')) AS flagged,
    max(sharing.time) AS last_time
  FROM sharing
  GROUP BY
    sharing.value,
    sharing.actor
),

-- Documents of nobody count among the value's, and stand last.
ranked AS (
  SELECT
    counted.value AS value,
    counted.actor AS actor,
    counted.items AS items,
    counted.flagged AS flagged,
    counted.last_time AS last_time,
    sum(counted.items) OVER (PARTITION BY counted.value) AS all_items,
    count(counted.actor) OVER (PARTITION BY counted.value) AS others,
    row_number() OVER (
      PARTITION BY counted.value
      ORDER BY counted.actor IS NULL ASC, counted.items DESC, counted.actor COLLATE "C" ASC
    ) AS place
  FROM counted
)

SELECT
  ranked.value AS value,
  ranked.actor AS actor,
  ranked.items AS items,
  ranked.flagged AS flagged,
  ranked.last_time AS last_time,
  ranked.all_items::BIGINT AS all_items,
  ranked.others AS others
FROM ranked
WHERE ranked.place <= $15::INTEGER
ORDER BY ranked.value ASC, ranked.place ASC
