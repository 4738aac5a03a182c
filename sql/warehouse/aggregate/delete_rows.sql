-- What one of the tables of aggregates has of an experiment.
-- params: experiment
DELETE FROM /*{relation:identifier}*/
WHERE experiment = CAST($1 AS VARCHAR);
