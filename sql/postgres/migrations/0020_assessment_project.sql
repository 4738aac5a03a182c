-- Reviewers ask for what was pledged to one project.
CREATE INDEX assessment_project ON assessment (project_id, occurred_at);
