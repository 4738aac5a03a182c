-- How many projects were live on a day, by country and category; each project votes for each day it was live.
-- params: none
CREATE TABLE IF NOT EXISTS live_project_day (
  -- In the project's own time zone.
  day DATE NOT NULL,
  country VARCHAR(1024),
  category VARCHAR(1024),
  projects BIGINT NOT NULL
);
