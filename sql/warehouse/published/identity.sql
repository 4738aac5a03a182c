-- Which visitor became which backer, at the first event that carried both ids.
-- params: none
CREATE OR REPLACE VIEW published."identity" AS
SELECT
  "identity".visitor_id AS visitor_id,
  "identity".backer_id AS backer_id,
  "identity".linked_at AS linked_at
FROM /*{own:identifier}*/."identity"
WHERE "identity".live;
