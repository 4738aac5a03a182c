-- Up to when does the warehouse know what happened? The time of the latest live event; NULL while there is none.
-- params: none
SELECT MAX(event.time) AS latest
FROM event
WHERE event.live;
