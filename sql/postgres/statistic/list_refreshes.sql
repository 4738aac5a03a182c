-- When was the warehouse read for each of these experiments, and how? The reading `id`, or the latest where it is NULL: one
-- that is cut at a look is not the last word.
-- params: experiment_keys, id
SELECT
  refresh.id AS id,
  refresh.experiment_key AS experiment_key,
  refresh.experiment_version AS experiment_version,
  refresh.refreshed_at AS refreshed_at,
  refresh.data_through AS data_through,
  refresh.engine AS engine,
  refresh.commit AS commit,
  refresh.multiple_variant_units AS multiple_variant_units,
  refresh.left_out AS left_out,
  refresh.arrivals AS arrivals,
  refresh.facts AS facts,
  refresh.unit_query_hash AS unit_query_hash,
  refresh.unit_parameters AS unit_parameters,
  refresh.signed_in_people AS signed_in_people,
  refresh.people_of_several_variants AS people_of_several_variants,
  refresh.people_query_hash AS people_query_hash,
  refresh.people_parameters AS people_parameters
FROM unnest($1::TEXT[]) AS asked (experiment_key)
CROSS JOIN LATERAL (
  SELECT experiment_refresh.*
  FROM experiment_refresh
  WHERE experiment_refresh.experiment_key = asked.experiment_key
    AND CASE
      WHEN $2::UUID IS NULL THEN NOT experiment_refresh.for_look
      ELSE experiment_refresh.id = $2
    END
  ORDER BY experiment_refresh.id DESC
  LIMIT 1
) AS refresh;
