-- From when to when are there events? The times of the first and the latest live one; NULL while there is none.
-- params: none
SELECT
  MIN(event.time) AS first_time,
  MAX(event.time) AS latest_time
FROM event
WHERE event.live;
