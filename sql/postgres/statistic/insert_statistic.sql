-- What a reading found of one metric in one variant.
-- params: refresh_id, metric, variant, units, total, total_of_squares, closed_units, closed_total, closed_total_of_squares, query_hash, parameters
INSERT INTO statistic (
  refresh_id, metric, variant, units, total, total_of_squares,
  closed_units, closed_total, closed_total_of_squares, query_hash, parameters
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
