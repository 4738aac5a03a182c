-- Link the visitors that are not linked yet.
-- params: none
INSERT INTO identity
SELECT staged_link.*
FROM staged_link
LEFT JOIN identity ON identity.visitor_id = staged_link.visitor_id
  AND identity.live = staged_link.live
WHERE identity.visitor_id IS NULL;
