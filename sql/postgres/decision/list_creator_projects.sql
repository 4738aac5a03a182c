-- Which projects do these creators have?
-- params: creators
SELECT project_fact.project_id AS project_id
FROM project_fact
WHERE project_fact.creator_id = ANY($1::TEXT[])
ORDER BY project_fact.project_id
