-- Which documents answer a filter? `answer` says what becomes of them: a page, a total, counts of values, counts over
-- time, or what they could share with others. A part of the filter that is NULL is not asked.
-- params: generation, arrival, live, from_time, to_time, words, actors, ip_first, ip_last, kind, source, name, distinct_id, device, card, email, project, pledge, country, disposition, risk_level, reason, category, currency, minimum_score, maximum_score, after_time, after_id
WITH matching AS (
  SELECT
    document.time AS time,
    document.id AS id,
    document.live AS live,
    document.kind AS kind,
    document.source AS source,
    document.name AS name,
    document.distinct_id AS distinct_id,
    document.backer AS backer,
    document.actors AS actors,
    host(document.ip) AS ip,
    document.country AS country,
    document.device AS device,
    document.card AS card,
    document.email AS email,
    document.project AS project,
    document.pledge AS pledge,
    document.revision AS revision,
    document.risk_score AS risk_score,
    document.risk_level AS risk_level,
    document.disposition AS disposition,
    document.reasons AS reasons,
    document.category AS category,
    document.amount AS amount,
    document.currency AS currency,
    document.base_amount AS base_amount,
    document.properties AS properties
  FROM history_document AS document
  WHERE document.generation = $1::INTEGER
    AND document.arrival <= $2::BIGINT
    AND document.live = $3::BOOLEAN
    AND document.time >= $4::TIMESTAMPTZ
    AND document.time < $5::TIMESTAMPTZ
    AND ($6::TSQUERY IS NULL OR document.words @@ $6)
    AND ($7::TEXT[] IS NULL OR document.actors && $7)
    AND ($8::INET IS NULL OR (document.ip >= $8 AND document.ip <= $9::INET))
    AND ($10::TEXT[] IS NULL OR document.kind = ANY($10))
    AND ($11::TEXT[] IS NULL OR document.source = ANY($11))
    AND ($12::TEXT[] IS NULL OR document.name = ANY($12))
    AND ($13::TEXT[] IS NULL OR document.distinct_id = ANY($13))
    AND ($14::TEXT[] IS NULL OR document.device = ANY($14))
    AND ($15::TEXT[] IS NULL OR document.card = ANY($15))
    AND ($16::TEXT[] IS NULL OR document.email = ANY($16))
    AND ($17::TEXT[] IS NULL OR document.project = ANY($17))
    AND ($18::TEXT[] IS NULL OR document.pledge = ANY($18))
    AND ($19::TEXT[] IS NULL OR document.country = ANY($19))
    AND ($20::TEXT[] IS NULL OR document.disposition = ANY($20))
    AND ($21::TEXT[] IS NULL OR document.risk_level = ANY($21))
    AND ($22::TEXT[] IS NULL OR document.reasons && $22)
    AND ($23::TEXT[] IS NULL OR document.category = ANY($23))
    AND ($24::TEXT[] IS NULL OR document.currency = ANY($24))
    AND ($25::DOUBLE PRECISION IS NULL OR document.risk_score >= $25)
    AND ($26::DOUBLE PRECISION IS NULL OR document.risk_score <= $26)
    AND ($27::TIMESTAMPTZ IS NULL OR (document.time, document.id) < ($27, $28::UUID))
)

/*{answer:fragment}*/
