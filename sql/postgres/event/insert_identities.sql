-- Which of these events are new? An event that was seen before is left out of the answer.
-- Callers send them in the order of (day, identity), or two of them could wait for each other.
-- params: days, identities
INSERT INTO event_identity (day, identity)
SELECT
  arrived.day,
  arrived.identity
FROM unnest($1::DATE[], $2::UUID[]) AS arrived (day, identity)
ON CONFLICT (day, identity) DO NOTHING
RETURNING replace(event_identity.identity::TEXT, '-', '') AS identity;
