-- What lines brought, to be put in order later. Lines that are here already stay.
-- params: import_id, known_at, line, part, kind, pledge_id, occurred_at, category, base_amount, body_hash, ip, ip_network, device, card, bin, backer, email, address, project, creator, body
INSERT INTO import_row (
  import_id, known_at, line, part, kind, pledge_id, occurred_at, category, base_amount, body_hash, ip, ip_network,
  device, card, bin, backer, email, address, project, creator, body
)
SELECT
  $1 AS import_id,
  given.known_at AS known_at,
  given.line AS line,
  given.part AS part,
  given.kind AS kind,
  given.pledge_id AS pledge_id,
  given.occurred_at AS occurred_at,
  given.category AS category,
  given.base_amount AS base_amount,
  given.body_hash AS body_hash,
  given.ip AS ip,
  given.ip_network AS ip_network,
  given.device AS device,
  given.card AS card,
  given.bin AS bin,
  given.backer AS backer,
  given.email AS email,
  given.address AS address,
  given.project AS project,
  given.creator AS creator,
  given.body AS body
FROM UNNEST(
  $2::BIGINT[], $3::BIGINT[], $4::SMALLINT[], $5::TEXT[], $6::TEXT[], $7::BIGINT[], $8::TEXT[], $9::BIGINT[],
  $10::TEXT[], $11::TEXT[], $12::TEXT[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::TEXT[], $17::TEXT[], $18::TEXT[],
  $19::TEXT[], $20::TEXT[], $21::TEXT[]
) AS given (
  known_at, line, part, kind, pledge_id, occurred_at, category, base_amount, body_hash, ip, ip_network, device, card,
  bin, backer, email, address, project, creator, body
)
ON CONFLICT (import_id, known_at, line, part) DO NOTHING
