-- A reading of the warehouse for one experiment.
-- params: id, experiment_key, experiment_version, refreshed_at, data_through, engine, commit, multiple_variant_units, unit_query_hash, unit_parameters, signed_in_people, people_of_several_variants, people_query_hash, people_parameters, for_look, left_out, arrivals, facts
INSERT INTO experiment_refresh (
  id, experiment_key, experiment_version, refreshed_at, data_through, engine, commit,
  multiple_variant_units, unit_query_hash, unit_parameters,
  signed_in_people, people_of_several_variants, people_query_hash, people_parameters, for_look, left_out, arrivals,
  facts
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);
