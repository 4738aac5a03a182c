-- What are events called? A thousand names are more than anybody means: an app that makes names of numbers ends there.
-- params: none
SELECT event.name AS name
FROM event
WHERE event.live
GROUP BY event.name
ORDER BY
  COUNT(*) DESC,
  event.name ASC
LIMIT 1000;
