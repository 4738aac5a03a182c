-- Link visitors that are not linked yet; the first link counts.
-- params: live, visitor, backer
INSERT INTO history_link (live, visitor, backer)
SELECT
  given.live AS live,
  given.visitor AS visitor,
  given.backer AS backer
FROM unnest($1::BOOLEAN[], $2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS given (live, visitor, backer, place)
ORDER BY given.place ASC
ON CONFLICT DO NOTHING
