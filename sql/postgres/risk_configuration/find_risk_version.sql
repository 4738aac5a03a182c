-- Which version of rules, policy, lists, inputs and rates holds?
-- params: none
SELECT
  risk_configuration.version AS version
FROM risk_configuration
