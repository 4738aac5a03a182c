-- Append the new events.
-- params: none
INSERT INTO event
SELECT fresh_event.*
FROM fresh_event;
