-- One change of rules, policy and lists at a time, until the transaction ends; readers go on.
-- params: none
SELECT
  risk_configuration.version AS version
FROM risk_configuration
FOR UPDATE
