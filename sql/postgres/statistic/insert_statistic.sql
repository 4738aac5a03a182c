-- What a reading found of one line (a metric, its version, a reading of it) in one variant.
-- params: refresh_id, metric, metric_version, reading, variant, units, total, total_of_squares, closed_units, closed_total, closed_total_of_squares, denominators, covariates, query_hash, parameters, uncapped, shape, cap, ranked, phases
INSERT INTO statistic (
  refresh_id, metric, metric_version, reading, variant, units, total, total_of_squares,
  closed_units, closed_total, closed_total_of_squares, denominators, covariates, query_hash, parameters, uncapped, shape, cap, ranked,
  phases
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);
