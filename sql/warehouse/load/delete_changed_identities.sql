-- What an earlier batch said of the visitors whose link came with this one: one row a visitor.
-- params: none
DELETE FROM changed_identity
USING staged_link
WHERE changed_identity.visitor_id = staged_link.visitor_id
  AND staged_link.live;
