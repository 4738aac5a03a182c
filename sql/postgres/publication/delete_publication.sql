-- From now on it may not be asked about.
-- params: relation
DELETE FROM publication
WHERE publication.relation = $1
RETURNING publication.relation AS relation;
