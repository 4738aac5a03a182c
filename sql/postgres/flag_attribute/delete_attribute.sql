-- Conditions may name this attribute no more, unless they may name any.
-- params: name
DELETE FROM flag_attribute
WHERE flag_attribute.name = $1
RETURNING flag_attribute.name AS name;
