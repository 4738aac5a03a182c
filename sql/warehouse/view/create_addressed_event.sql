-- Events that came from an address, for event_geo: a view, so that what is asked of the events (a day, a name) is asked before
-- the joins, which a CTE that is used more than once would not let through.
-- `dated_at` is the time by which a version is chosen. It is an expression, so that PostgreSQL reads the events once, by several
-- processes, and does not search its index of times for each version.
-- params: none
CREATE OR REPLACE VIEW addressed_event AS
SELECT
  1 AS meeting,
  event."identity" AS "identity",
  event.name AS name,
  event.live AS live,
  event.time AS time,
  CASE WHEN event.ip4 IS NOT NULL OR event.ip6 IS NOT NULL THEN event.time END AS dated_at,
  event.ip4 AS ip4,
  event.ip6 AS ip6
FROM event
WHERE event.ip4 IS NOT NULL
  OR event.ip6 IS NOT NULL;
