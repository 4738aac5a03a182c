-- What a job found of a metric's past; a job that runs again has kept it already.
-- params: id, metric_key, metric_version, unit, began_at, ended_at, days, arrivals, sums, scale, certificate, seed, engine, commit, query_hash, parameters, made_at
INSERT INTO metric_certificate (
  id, metric_key, metric_version, unit, began_at, ended_at, days, arrivals, sums, scale, certificate, seed, engine, commit,
  query_hash, parameters, made_at
)
VALUES (
  $1, $2, $3, $4, $5::TIMESTAMPTZ, $6::TIMESTAMPTZ, $7, $8::JSONB, $9::JSONB, $10, $11::JSONB, $12, $13,
  $14, $15, $16::JSONB, $17::TIMESTAMPTZ
)
ON CONFLICT (id) DO NOTHING;
