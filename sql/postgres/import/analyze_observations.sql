-- Many observations came at once: the planner learns of them now, not a minute later.
-- params: none
SELECT
  analyze_observations() AS analyzed
