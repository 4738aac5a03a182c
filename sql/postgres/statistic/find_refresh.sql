-- When was the warehouse read for this experiment, and how? The reading `id`, or the latest where it is NULL: one that is cut
-- at a look is not the last word.
-- params: experiment_key, id
SELECT
  experiment_refresh.id AS id,
  experiment_refresh.experiment_version AS experiment_version,
  experiment_refresh.refreshed_at AS refreshed_at,
  experiment_refresh.data_through AS data_through,
  experiment_refresh.engine AS engine,
  experiment_refresh.commit AS commit,
  experiment_refresh.multiple_variant_units AS multiple_variant_units,
  experiment_refresh.left_out AS left_out,
  experiment_refresh.arrivals AS arrivals,
  experiment_refresh.facts AS facts,
  experiment_refresh.unit_query_hash AS unit_query_hash,
  experiment_refresh.unit_parameters AS unit_parameters,
  experiment_refresh.signed_in_people AS signed_in_people,
  experiment_refresh.people_of_several_variants AS people_of_several_variants,
  experiment_refresh.people_query_hash AS people_query_hash,
  experiment_refresh.people_parameters AS people_parameters
FROM experiment_refresh
WHERE experiment_refresh.experiment_key = $1
  AND CASE
    WHEN $2::UUID IS NULL THEN NOT experiment_refresh.for_look
    ELSE experiment_refresh.id = $2
  END
ORDER BY experiment_refresh.id DESC
LIMIT 1;
