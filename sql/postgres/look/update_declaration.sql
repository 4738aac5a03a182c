-- The look that was taken for a declaration.
-- params: id, number
UPDATE look_declaration
SET number = $2
WHERE look_declaration.id = $1;
