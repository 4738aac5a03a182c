-- Other weights are in force from then on: a phase of its own. One that is there already stays.
-- params: experiment_key, began_at, weights_before, weights
INSERT INTO experiment_phase (experiment_key, began_at, why, weights_before, weights)
VALUES ($1, $2, 'weights', $3, $4)
ON CONFLICT DO NOTHING;
