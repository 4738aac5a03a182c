-- Part of insert_units: the phase of an exposure. The equality is for the planner.
-- params: none
INNER JOIN phase ON met.experiment = phase.experiment
  AND met.exposed_at >= phase.began_at
  AND met.exposed_at < phase.ended_at
