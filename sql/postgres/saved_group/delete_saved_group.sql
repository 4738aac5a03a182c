-- The group is gone; its caller has seen that nothing names it.
-- params: key
DELETE FROM saved_group
WHERE saved_group.key = $1;
