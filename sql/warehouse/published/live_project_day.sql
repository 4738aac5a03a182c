-- How many projects were live on a day, by country and category.
-- params: none
CREATE OR REPLACE VIEW published."live_project_day" AS
SELECT
  live_project_day.day AS day,
  live_project_day.country AS country,
  live_project_day.category AS category,
  live_project_day.projects AS projects
FROM /*{own:identifier}*/.live_project_day;
