-- Who has which part of which layer? Experiments that have not ended, drafts included, and rules of published flags.
-- params: none
SELECT
  experiment.layer ->> 'key' AS layer,
  (experiment.layer ->> 'from')::DOUBLE PRECISION AS from,
  (experiment.layer ->> 'to')::DOUBLE PRECISION AS to,
  experiment.unit AS attribute,
  experiment.key AS experiment,
  NULL AS flag,
  NULL AS rule,
  experiment.state <> 'draft' AS held
FROM experiment
WHERE experiment.layer IS NOT NULL
  AND experiment.state NOT IN ('stopped', 'decided')
UNION ALL
SELECT
  rule.value -> 'layer' ->> 'key' AS layer,
  (rule.value -> 'layer' ->> 'from')::DOUBLE PRECISION AS from,
  (rule.value -> 'layer' ->> 'to')::DOUBLE PRECISION AS to,
  rule.value -> 'layer' ->> 'attribute' AS attribute,
  rule.value ->> 'experiment' AS experiment,
  flag.key AS flag,
  rule.value ->> 'id' AS rule,
  TRUE AS held
FROM flag
CROSS JOIN jsonb_array_elements(flag.published -> 'rules') AS rule
WHERE (flag.published ->> 'archived')::BOOLEAN = FALSE
  AND rule.value -> 'layer' IS NOT NULL
ORDER BY layer ASC, "from" ASC, "to" ASC, flag ASC NULLS FIRST, experiment ASC;
