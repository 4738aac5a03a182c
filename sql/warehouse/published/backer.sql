-- The company's backers, by the newest snapshot.
-- params: none
CREATE OR REPLACE VIEW published."backer" AS
SELECT
  backer.backer_id AS backer_id,
  backer.signed_up_at AS signed_up_at,
  backer.country AS country
FROM /*{own:identifier}*/.backer;
