-- Is there such a flag? Nobody else changes it until this transaction ends.
-- params: key
SELECT flag.key AS key
FROM flag
WHERE flag.key = $1
FOR UPDATE;
