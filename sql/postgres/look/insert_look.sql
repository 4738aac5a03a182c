-- A look as it was taken.
-- params: experiment_key, number, kind, refresh_id, data_through, taken_at, division, experiment, content, readout
INSERT INTO look (
  experiment_key, number, kind, refresh_id, data_through, taken_at, division, experiment, content, readout
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
