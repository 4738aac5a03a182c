-- Forget what was refused before a time.
-- params: before
DELETE FROM event_refused
WHERE event_refused.at < $1::TIMESTAMPTZ;
