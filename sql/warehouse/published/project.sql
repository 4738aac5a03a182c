-- The company's projects, by the newest snapshot.
-- params: none
CREATE OR REPLACE VIEW published."project" AS
SELECT
  project.project_id AS project_id,
  project.creator_id AS creator_id,
  project.name AS name,
  project.category AS category,
  project.country AS country,
  project.currency AS currency,
  project.goal AS goal,
  project.launched_at AS launched_at,
  project.deadline AS deadline,
  project.state AS state,
  project.state_changed_at AS state_changed_at,
  project.time_zone AS time_zone
FROM /*{own:identifier}*/.project;
