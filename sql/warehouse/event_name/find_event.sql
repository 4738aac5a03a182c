-- Is there any event of this name? One is enough, so that a name that is known costs next to nothing.
-- params: name
SELECT event.name AS name
FROM event
WHERE event.live
  AND event.name = CAST($1 AS VARCHAR)
LIMIT 1;
